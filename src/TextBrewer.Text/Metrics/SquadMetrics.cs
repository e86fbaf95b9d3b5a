using System.Text;

namespace TextBrewer.Text.Metrics;

/// <summary>
/// The official rules of SQuAD 1.1 (Rajpurkar et al. 2016): lower case, no ASCII punctuation, no articles, one space between words; then
/// equality, and F1 over the words both have.
/// </summary>
public static class SquadMetrics
{
    private const string Punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

    /// <summary>Scores a prediction: the best over the answers, each 0 to 1. A report is 100 × the mean over the questions.</summary>
    /// <param name="prediction">The predicted answer.</param>
    /// <param name="answers">The reference answers.</param>
    public static (double ExactMatch, double F1) Score(string prediction, IReadOnlyList<string> answers)
    {
        string[] predicted = Words(prediction);
        return AnswerText.Best(
            answers,
            predicted.Length == 0,
            answer => predicted.AsSpan().SequenceEqual(Words(answer)),
            answer => F1(predicted, Words(answer)));
    }

    private static double F1(string[] predicted, string[] answer)
    {
        Dictionary<string, int> left = answer.CountBy(word => word).ToDictionary();
        int common = 0;
        foreach (string word in predicted)
        {
            if (left.GetValueOrDefault(word) == 0) continue;
            left[word]--;
            common++;
        }
        return AnswerText.F1(common, predicted.Length, answer.Length);
    }

    private static string[] Words(string text)
    {
        StringBuilder kept = new();
        foreach (char unit in text.ToLowerInvariant()) if (!Punctuation.Contains(unit, StringComparison.Ordinal)) kept.Append(unit);
        return WithoutArticles(kept.ToString()).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>An article becomes a space; what is next to it may be a mark that no word contains.</summary>
    private static string WithoutArticles(string text)
    {
        StringBuilder result = new(), run = new();
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (AnswerText.IsWord(rune))
            {
                run.Append(rune);
                continue;
            }
            Finish();
            result.Append(rune);
        }
        Finish();
        return result.ToString();

        void Finish()
        {
            string word = run.ToString();
            result.Append(word is "a" or "an" or "the" ? " " : word);
            run.Clear();
        }
    }
}
