namespace TextBrewer.Data;

/// <summary>Which examples stand together in which batch of an epoch: a pure function of seed and epoch.</summary>
internal sealed class BatchOrder(int seed, bool shuffle)
{
    // Examples are sorted by length within so many batches: long enough to save padding, short enough to keep batches random.
    private const int BatchesPerBucket = 50;

    internal IReadOnlyList<int[]> Batches(int examples, int batchSize, int epoch, int[]? lengths)
    {
        int[] order = [.. Enumerable.Range(0, examples)];
        Random random = new(HashCode(seed, epoch));
        if (shuffle) random.Shuffle(order);
        if (lengths is null) return [.. order.Chunk(batchSize)];

        int[][] batches = [.. order.Chunk(batchSize * BatchesPerBucket)
            .SelectMany(bucket => bucket.OrderBy(i => lengths[i]).Chunk(batchSize))];
        if (shuffle) random.Shuffle(batches);
        return batches;
    }

    // System.HashCode is seeded per process; this one is the same everywhere.
    private static int HashCode(int seed, int epoch) => unchecked((seed * 1_000_003) ^ (epoch * 7_919) ^ 0x5bd1e995);
}
