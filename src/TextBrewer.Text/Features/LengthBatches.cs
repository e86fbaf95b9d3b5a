namespace TextBrewer.Text.Features;

/// <summary>Which sequences go through a model together.</summary>
public static class LengthBatches
{
    /// <summary>Sequences of similar length together, so that little is padded, and as many as fit into so many tokens: a batch has one at least.</summary>
    /// <param name="lengths">The tokens of each sequence.</param>
    /// <param name="tokens">The most tokens of a batch, padding included.</param>
    /// <returns>Indices; each stands in one batch.</returns>
    public static IEnumerable<int[]> Of(IReadOnlyList<int> lengths, int tokens)
    {
        List<int> batch = [];
        foreach (int i in Enumerable.Range(0, lengths.Count).OrderBy(i => lengths[i]))
        {
            if (batch.Count > 0 && (batch.Count + 1L) * lengths[i] > tokens)
            {
                yield return [.. batch];
                batch.Clear();
            }
            batch.Add(i);
        }
        if (batch.Count > 0) yield return [.. batch];
    }
}
