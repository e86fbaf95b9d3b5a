namespace TextBrewer.Data;

/// <summary>Makes batch sources.</summary>
public static class Batches
{
    /// <summary>Batches that the caller made and owns, in their order in every epoch.</summary>
    /// <param name="batches">The batches.</param>
    /// <param name="examples">How many examples they hold together; null: unknown.</param>
    public static IBatchSource<TBatch> Of<TBatch>(IReadOnlyList<TBatch> batches, long? examples = null) =>
        new BatchList<TBatch>(batches, examples);

    /// <summary>
    /// The batches of two sources in one epoch, evenly mixed; each source keeps its own batches and their order, as if it stood alone.
    /// </summary>
    public static IBatchSource<TBatch> Interleave<TBatch>(IBatchSource<TBatch> first, IBatchSource<TBatch> second) =>
        new InterleavedBatches<TBatch>(first, second);

    /// <summary>Batches made of examples, drawn anew each epoch.</summary>
    /// <param name="examples">The examples.</param>
    /// <param name="batchSize">Examples per batch; the last batch of an epoch may hold fewer.</param>
    /// <param name="collate">Makes a batch of examples. Where the batch is <see cref="IDisposable"/>, the loop disposes it after use; else
    /// its tensors wait for the garbage collector.</param>
    /// <param name="seed">Decides the order, together with the epoch.</param>
    /// <param name="shuffle">Whether the order changes from epoch to epoch; false: the order of <paramref name="examples"/>.</param>
    /// <param name="length">
    /// An example's length in positions; where given, examples of similar length stand together, which saves padding, and what a teacher
    /// says
    /// about an example is kept without it.
    /// </param>
    public static IBatchSource<TBatch> From<TExample, TBatch>(
        IReadOnlyList<TExample> examples,
        int batchSize,
        Func<IReadOnlyList<TExample>, TBatch> collate,
        int seed = 0,
        bool shuffle = true,
        Func<TExample, int>? length = null) =>
        new CollatedBatches<TExample, TBatch>(examples, batchSize, collate, new BatchOrder(seed, shuffle), length);
}
