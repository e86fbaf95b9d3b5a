using TextBrewer.Text.Metrics;

namespace TextBrewer.Recipes.Tasks.Masking;

/// <summary>Texts with masks, measured by how probable the right tokens are there.</summary>
/// <param name="inputs">The texts, their masks drawn.</param>
/// <param name="tokens">The vocabulary.</param>
internal sealed class MaskedTextData(IReadOnlyList<EncodedText> inputs, IReadOnlyList<string> tokens) : TaskData(inputs)
{
    internal override TaskData Sample(int most) => new MaskedTextData(Spread.Of(Inputs, most), tokens);

    /// <summary>
    /// The perplexity exp(−Σ ln p(token) / n) over all n tokens to be guessed (Jelinek et al. 1977), and the share of them that are
    /// guessed right.
    /// </summary>
    internal override TaskScore Score(IReadOnlyList<float[][]> outputs)
    {
        double sum = 0;
        long right = 0, count = 0;
        foreach ((MaskTarget target, MaskGuesses guesses) in Guesses(outputs))
            for (int i = 0; i < target.Places.Length; i++)
            {
                sum += guesses.Truth[i];
                if (guesses.Best(i) == target.Tokens[i]) right++;
                count++;
            }
        return new TaskScore(new Dictionary<string, double>
        {
            ["perplexity"] = Math.Exp(-sum / Math.Max(1, count)),
            ["accuracy"] = count == 0 ? 0 : (double)right / count,
        }, right, count);
    }

    internal override CountedExamples Counted(IReadOnlyList<float[][]> outputs)
    {
        (double Sum, long Right, long Count)[] texts = [.. Guesses(outputs).Select(text => (
            text.Target.Places.Select((_, i) => (double)text.Guesses.Truth[i]).Sum(),
            text.Target.Places.Index().LongCount(place => text.Guesses.Best(place.Index) == text.Target.Tokens[place.Index]),
            (long)text.Target.Places.Length))];
        return new(texts.Length, times =>
        {
            double sum = texts.Zip(times, (text, count) => count * text.Sum).Sum();
            long right = texts.Zip(times, (text, count) => count * text.Right).Sum();
            long all = texts.Zip(times, (text, count) => count * text.Count).Sum();
            return new Dictionary<string, double>
            {
                ["perplexity"] = Math.Exp(-sum / Math.Max(1, all)),
                ["accuracy"] = all == 0 ? 0 : (double)right / all,
            };
        });
    }

    internal override IReadOnlyList<string> Decisions(IReadOnlyList<float[][]> outputs) =>
        [.. Guesses(outputs).SelectMany(text => text.Target.Places.Select((_, i) => MaskGuesses.Name(text.Guesses.Best(i), tokens)))];

    internal override string Decided => "masked words";

    private IEnumerable<(MaskTarget Target, MaskGuesses Guesses)> Guesses(IReadOnlyList<float[][]> outputs) =>
        Inputs.Zip(outputs, (input, kept) => ((MaskTarget)input.Target, new MaskGuesses(kept)));
}
