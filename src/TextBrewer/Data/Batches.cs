using TextBrewer.Naming;

namespace TextBrewer.Data;

/// <summary>Makes batch sources.</summary>
public static class Batches
{
    /// <summary>Batches that the caller made and owns, in their order in every epoch.</summary>
    /// <param name="batches">The batches.</param>
    /// <param name="examples">How many examples they hold together; null: unknown.</param>
    /// <param name="cut">
    /// Makes a batch of some of a batch's examples, for runs whose processes share each batch; null: they are not cut, and no such run is
    /// possible.
    /// </param>
    public static IBatchSource<TBatch> Of<TBatch>(IReadOnlyList<TBatch> batches, long? examples = null, BatchCut<TBatch>? cut = null) =>
        new BatchList<TBatch>(batches, examples, cut);

    /// <summary>
    /// The batches of two sources in one epoch, evenly mixed; each source keeps its own batches and their order, as if it stood alone.
    /// </summary>
    public static IBatchSource<TBatch> Interleave<TBatch>(IBatchSource<TBatch> first, IBatchSource<TBatch> second) =>
        new InterleavedBatches<TBatch>(first, second);

    /// <summary>Batches made of examples, drawn anew each epoch.</summary>
    /// <param name="examples">The examples.</param>
    /// <param name="batchSize">The most examples of a batch; the last batch of an epoch may hold fewer.</param>
    /// <param name="collate">Makes a batch of examples, on the thread that trains. Where the batch is <see cref="IDisposable"/>, the loop
    /// disposes it after use; else its tensors wait for the garbage collector.</param>
    /// <param name="seed">Decides the order, together with the epoch.</param>
    /// <param name="shuffle">Whether the order changes from epoch to epoch; false: the order of <paramref name="examples"/>.</param>
    /// <param name="length">
    /// An example's length in positions; where given, examples of similar length stand together, which saves padding, and what a teacher
    /// says about an example is kept without it.
    /// </param>
    /// <param name="maxTokens">The most positions of a batch, padding included: its examples times the longest of them. Examples are then
    /// sorted by length over the whole epoch. Null: <paramref name="batchSize"/> alone counts.</param>
    /// <param name="draw">Makes of an example what the models see of it in an epoch; null: the example itself.</param>
    /// <exception cref="ConfigurationException">An example alone is longer than <paramref name="maxTokens"/>.</exception>
    public static IBatchSource<TBatch> From<TExample, TBatch>(
        IReadOnlyList<TExample> examples,
        int batchSize,
        Func<IReadOnlyList<TExample>, TBatch> collate,
        int seed = 0,
        bool shuffle = true,
        Func<TExample, int>? length = null,
        int? maxTokens = null,
        Draw<TExample>? draw = null) => new CollatedBatches<TExample, TBatch>(
        examples,
        new BatchLimits(batchSize, maxTokens),
        Collation<TExample, TBatch>.Of(collate),
        new BatchOrder(seed, shuffle),
        length,
        draw);

    /// <summary>
    /// Batches made of examples in two parts, drawn anew each epoch: plain arrays on another thread, some batches ahead, and of them
    /// tensors on the thread that trains. What takes time, such as tokenizing or augmentation, belongs in the first part.
    /// </summary>
    /// <param name="examples">The examples; read from another thread.</param>
    /// <param name="batchSize">The most examples of a batch; the last batch of an epoch may hold fewer.</param>
    /// <param name="prepare">Makes the arrays of a batch and no tensor, on another thread, one batch after the other. Where they are
    /// <see cref="IDisposable"/>, they are disposed when <paramref name="make"/> has returned, or when the batch is not wanted.</param>
    /// <param name="make">Makes the tensors of a batch, on the thread that trains. Where the batch is <see cref="IDisposable"/>, the loop
    /// disposes it after use; else its tensors wait for the garbage collector.</param>
    /// <param name="seed">Decides the order, together with the epoch.</param>
    /// <param name="shuffle">Whether the order changes from epoch to epoch; false: the order of <paramref name="examples"/>.</param>
    /// <param name="length">An example's length in positions; where given, examples of similar length stand together.</param>
    /// <param name="maxTokens">The most positions of a batch, padding included: its examples times the longest of them. Examples are then
    /// sorted by length over the whole epoch. Null: <paramref name="batchSize"/> alone counts.</param>
    /// <param name="draw">Makes of an example what the models see of it in an epoch; null: the example itself.</param>
    /// <exception cref="ConfigurationException">An example alone is longer than <paramref name="maxTokens"/>.</exception>
    public static IBatchSource<TBatch> From<TExample, TArrays, TBatch>(
        IReadOnlyList<TExample> examples,
        int batchSize,
        Func<IReadOnlyList<TExample>, TArrays> prepare,
        Func<TArrays, TBatch> make,
        int seed = 0,
        bool shuffle = true,
        Func<TExample, int>? length = null,
        int? maxTokens = null,
        Draw<TExample>? draw = null) => new CollatedBatches<TExample, TBatch>(
        examples,
        new BatchLimits(batchSize, maxTokens),
        Collation<TExample, TBatch>.Of(prepare, make),
        new BatchOrder(seed, shuffle),
        length,
        draw);
}
