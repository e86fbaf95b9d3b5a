using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Recipes.Tasks.Augmenting;

/// <summary>Makes an example of another one's words.</summary>
internal static class ChangedText
{
    /// <summary>
    /// The example with its words changed, special tokens in their places, without its label. Where nothing is left of a text, that text
    /// stays as it is.
    /// </summary>
    /// <param name="task">The task.</param>
    /// <param name="text">The example.</param>
    /// <param name="change">Makes other words of a text's, which take no more tokens; asked once for a text that several sequences
    /// have.</param>
    internal static EncodedText Of(TextTask task, EncodedText text, Func<IReadOnlyList<Word>, IReadOnlyList<Word>> change)
    {
        Dictionary<IReadOnlyList<Word>, IReadOnlyList<Word>> changed = new(ReferenceEqualityComparer.Instance);
        IReadOnlyList<WordRegion> regions = WordRegion.Of(task, text);
        foreach (WordRegion region in regions)
            if (!changed.ContainsKey(region.Words))
                changed[region.Words] = change(region.Words) is { Count: > 0 } words ? words : region.Words;

        TokenSequence[] sequences = new TokenSequence[text.Sequences.Count];
        int[][] from = new int[sequences.Length][];
        for (int i = 0; i < sequences.Length; i++)
            (sequences[i], from[i]) = Sequence(text.Sequences[i], regions.Where(region => region.Sequence == i), changed);
        return new EncodedText(sequences, task.ChangedTarget(text, from)) { Truncated = text.Truncated };
    }

    /// <summary>A sequence with other words, and for each of its tokens where it, or the word that it replaces, stood.</summary>
    private static (TokenSequence Sequence, int[] From) Sequence(
        TokenSequence old,
        IEnumerable<WordRegion> regions,
        Dictionary<IReadOnlyList<Word>, IReadOnlyList<Word>> changed)
    {
        List<int> ids = new(old.Length), types = new(old.Length), from = new(old.Length);
        int at = 0;
        foreach (WordRegion region in regions)
        {
            for (; at < region.Start; at++) Put(old.Ids[at], at);
            foreach (Word word in changed[region.Words])
            {
                int start = region.Start + word.Start;
                if (word.Replacement is int token) Put(token, start);
                else for (int i = start; i < start + word.Length; i++) Put(old.Ids[i], i);
            }
            at = region.End;
        }
        for (; at < old.Length; at++) Put(old.Ids[at], at);
        return (new TokenSequence([.. ids], [.. types]), [.. from]);

        void Put(int id, int place)
        {
            ids.Add(id);
            types.Add(old.TypeIds[place]);
            from.Add(place);
        }
    }
}
