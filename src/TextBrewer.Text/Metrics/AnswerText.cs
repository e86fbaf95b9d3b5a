using System.Globalization;
using System.Text;

namespace TextBrewer.Text.Metrics;

/// <summary>
/// Pieces of text as the official scripts see them, whose regular expressions are Python's: letters, numbers and the underscore are words.
/// </summary>
internal static class AnswerText
{
    internal static bool IsWord(Rune rune) =>
        rune.Value == '_' || Rune.IsLetter(rune) || Rune.GetUnicodeCategory(
            rune) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    /// <summary>
    /// The best of each score over the reference answers; without any, only the empty prediction is right (as SQuAD 2 counts it).
    /// </summary>
    internal static (double ExactMatch, double F1) Best(
        IReadOnlyList<string> answers,
        bool empty,
        Func<string, bool> exact,
        Func<string, double> f1) => answers.Count == 0
        ? (empty ? 1 : 0, empty ? 1 : 0)
        : (answers.Any(exact) ? 1 : 0, answers.Max(f1));

    internal static double F1(int common, int predicted, int real)
    {
        if (common == 0) return 0;
        double precision = (double)common / predicted, recall = (double)common / real;
        return 2 * precision * recall / (precision + recall);
    }
}
