using TextBrewer.Data;

namespace TextBrewer.Text.Features;

/// <summary>Which sequences go through a model together.</summary>
public static class LengthBatches
{
    /// <summary>
    /// Sequences of similar length together, so that little is padded, and as many as fit into so many tokens: a batch has one at least.
    /// </summary>
    /// <param name="lengths">The tokens of each sequence.</param>
    /// <param name="tokens">The most tokens of a batch, padding included.</param>
    /// <param name="padding">The largest share of them that is padding; 1: any.</param>
    /// <returns>Indices; each stands in one batch.</returns>
    public static IEnumerable<int[]> Of(IReadOnlyList<int> lengths, int tokens, double padding = 1)
    {
        int[] order = [.. Enumerable.Range(0, lengths.Count).OrderBy(i => lengths[i])];
        int start = 0;
        foreach (int size in LengthCut.Sizes(order.Select(i => lengths[i]), tokens, padding: padding))
        {
            yield return order[start..(start + size)];
            start += size;
        }
    }
}
