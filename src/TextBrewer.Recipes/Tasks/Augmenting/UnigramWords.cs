using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Recipes.Tasks.Augmenting;

/// <summary>
/// Words by how often they stand in the training texts: unigram noising (Xie, Wang, Li, Lévy, Nie, Jurafsky and Ng 2017, "Data Noising as
/// Smoothing in Neural Network Language Models", section 3.2). They are of one token, so that no text grows.
/// </summary>
internal sealed class UnigramWords : IWordSource
{
    private readonly int[] _tokens;
    private readonly long[] _upTo; // how often a token or one before it stands in the texts

    internal UnigramWords(TextTask task, IEnumerable<EncodedText> texts)
    {
        SortedDictionary<int, long> counts = [];
        foreach (EncodedText text in texts)
            foreach (WordRegion region in WordRegion.Of(task, text))
                foreach (Word word in region.Words)
                    if (word.Number >= 0) Count(text.Sequences[region.Sequence], region.Start + word.Start);
        (_tokens, _upTo) = ([.. counts.Keys], [.. counts.Values]);
        for (int i = 1; i < _upTo.Length; i++) _upTo[i] += _upTo[i - 1];

        void Count(TokenSequence sequence, int place) =>
            counts[sequence.Ids[place]] = counts.GetValueOrDefault(sequence.Ids[place]) + 1;
    }

    public Word Draw(int example, Word word, Random random)
    {
        if (_upTo.Length == 0) return word;
        int place = Array.BinarySearch(_upTo, random.NextInt64(_upTo[^1]) + 1);
        return word with { Replacement = _tokens[place < 0 ? ~place : place] };
    }
}
