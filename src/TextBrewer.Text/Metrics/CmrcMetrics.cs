using System.Collections.Frozen;
using System.Text;

namespace TextBrewer.Text.Metrics;

/// <summary>
/// The rules of CMRC 2018 (Cui et al. 2019), which DRCD uses too: lower case, no punctuation of the script's own list; then equality, and
/// F1 over the longest run of segments that both have. Chinese characters are segments one by one, everything else word by word.
/// </summary>
public static class CmrcMetrics
{
    // The script's list also has "……", which is two characters and therefore never equal to one: an ellipsis stays.
    private static readonly FrozenSet<Rune> Punctuation = "-:_*^/\\~`+=，。：？！“”；’《》·、「」（）－～『』".EnumerateRunes().ToFrozenSet();

    /// <summary>Scores a prediction: the best over the answers, each 0 to 1. A report is 100 × the mean over the questions.</summary>
    /// <param name="prediction">The predicted answer.</param>
    /// <param name="answers">The reference answers.</param>
    public static (double ExactMatch, double F1) Score(string prediction, IReadOnlyList<string> answers)
    {
        string predicted = Clean(prediction);
        string[] segments = Segments(predicted);
        return AnswerText.Best(
            answers,
            predicted.Length == 0,
            answer => predicted == Clean(answer),
            answer => F1(segments, Segments(Clean(answer))));
    }

    private static string Clean(string text)
    {
        StringBuilder kept = new();
        foreach (Rune rune in text.ToLowerInvariant().Trim().EnumerateRunes()) if (!Punctuation.Contains(rune)) kept.Append(rune);
        return kept.ToString();
    }

    private static string[] Segments(string cleaned)
    {
        List<string> segments = [];
        StringBuilder word = new();
        foreach (Rune rune in cleaned.EnumerateRunes())
        {
            bool alone = rune.Value is >= 0x4E00 and <= 0x9FA5 || (!AnswerText.IsWord(rune) && !Rune.IsWhiteSpace(rune));
            if (!alone && !Rune.IsWhiteSpace(rune))
            {
                word.Append(rune);
                continue;
            }
            Finish();
            if (alone) segments.Add(rune.ToString());
        }
        Finish();
        return [.. segments];

        void Finish()
        {
            if (word.Length > 0) segments.Add(word.ToString());
            word.Clear();
        }
    }

    private static double F1(string[] predicted, string[] answer) =>
        AnswerText.F1(LongestRun(predicted, answer), predicted.Length, answer.Length);

    private static int LongestRun(string[] a, string[] b)
    {
        int[] before = new int[b.Length + 1], now = new int[b.Length + 1];
        int longest = 0;
        foreach (string segment in a)
        {
            for (int k = 0; k < b.Length; k++)
            {
                now[k + 1] = segment == b[k] ? before[k] + 1 : 0;
                longest = Math.Max(longest, now[k + 1]);
            }
            (before, now) = (now, before);
        }
        return longest;
    }
}
