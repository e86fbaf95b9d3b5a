namespace TextBrewer.Data;

/// <summary>Which examples stand together in which batch of an epoch: a pure function of seed and epoch.</summary>
internal sealed class BatchOrder(int seed, bool shuffle)
{
    // Examples are sorted by length within so many batches: long enough to save padding, short enough to keep batches random.
    private const int BatchesPerBucket = 50;

    /// <summary>The batches of an epoch, each the places of its examples.</summary>
    /// <param name="examples">How many examples there are.</param>
    /// <param name="limits">What a batch may hold.</param>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="lengths">The length of each example; null: they are not sorted.</param>
    internal IReadOnlyList<int[]> Batches(int examples, BatchLimits limits, int epoch, int[]? lengths)
    {
        int[] order = [.. Enumerable.Range(0, examples)];
        Random random = new(HashCode(seed, epoch));
        if (shuffle) random.Shuffle(order);
        if (lengths is null) return [.. order.Chunk(limits.Examples)];

        int[][] batches = limits.Tokens is long tokens
            ? Budgeted(order, lengths, limits.Examples, tokens)
            : [.. order.Chunk(limits.Examples * BatchesPerBucket)
                .SelectMany(bucket => bucket.OrderBy(i => lengths[i]).Chunk(limits.Examples))];
        if (shuffle) random.Shuffle(batches);
        return batches;
    }

    /// <summary>
    /// Sorted over the whole epoch, where almost nothing is padded: examples of equal length keep the order that the epoch gave them, so
    /// that other ones stand together in the next.
    /// </summary>
    private static int[][] Budgeted(int[] order, int[] lengths, int most, long tokens)
    {
        long[] sorted = new long[order.Length]; // the length above, the place in the order below: a stable sort of plain numbers
        for (int i = 0; i < sorted.Length; i++) sorted[i] = ((long)lengths[order[i]] << 32) | (uint)i;
        Array.Sort(sorted);
        List<int[]> batches = [];
        int start = 0;
        foreach (int size in LengthCut.Sizes(sorted.Select(key => (int)(key >> 32)), tokens, most))
        {
            batches.Add(Array.ConvertAll(sorted[start..(start + size)], key => order[(uint)key]));
            start += size;
        }
        return [.. batches];
    }

    // System.HashCode is seeded per process; this one is the same everywhere.
    private static int HashCode(int seed, int epoch) => unchecked((seed * 1_000_003) ^ (epoch * 7_919) ^ 0x5bd1e995);
}
