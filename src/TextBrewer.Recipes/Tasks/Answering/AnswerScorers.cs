using TextBrewer.Naming;
using TextBrewer.Text.Metrics;

namespace TextBrewer.Recipes.Tasks.Answering;

/// <summary>The rules by which answers are compared.</summary>
internal static class AnswerScorers
{
    private const string Squad = "squad", Cmrc = "cmrc";

    /// <summary>The names of the scorers.</summary>
    internal static readonly string[] Names = [Squad, Cmrc];

    /// <summary>The rules of a name; null: CMRC's where the questions are mostly Chinese, else SQuAD's.</summary>
    /// <exception cref="ConfigurationException">There is no such name.</exception>
    internal static Func<string, IReadOnlyList<string>, (double ExactMatch, double F1)> Of(
        string? name,
        IReadOnlyList<AskedQuestion> questions) =>
        name is not null && !Names.Contains(name)
            ? throw new ConfigurationException($"There is no scorer '{name}'; known: {string.Join(", ", Names)}.")
            : (name ?? (questions.Take(100).SelectMany(q => q.Example.Question).Count(IsChinese) > questions.Take(100)
            .Sum(q => q.Example.Question.Length) / 4 ? Cmrc : Squad)) == Cmrc
            ? CmrcMetrics.Score
            : SquadMetrics.Score;

    private static bool IsChinese(char c) => c is >= '\u4e00' and <= '\u9fff';
}
