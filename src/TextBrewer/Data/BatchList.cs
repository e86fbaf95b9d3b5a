namespace TextBrewer.Data;

/// <summary>Batches that the caller owns, the same in every epoch.</summary>
/// <param name="batches">The batches.</param>
/// <param name="examples">How many examples they hold together, which are taken to be evenly spread; null: each counts as one.</param>
internal sealed class BatchList<TBatch>(IReadOnlyList<TBatch> batches, long? examples) : BatchEpoch<TBatch>, IBatchSource<TBatch>
{
    public override int Count => batches.Count;

    public override long? Examples =>
        examples ?? (batches.All(batch => batch is IExampleBatch)
            ? batches.Sum(batch => (long)((IExampleBatch)batch!).Examples.Count)
            : null);

    public override int Size(int batch) => Known(batch)?.Count ?? (int)(Before(batch + 1) - Before(batch));

    public override Batch<TBatch> Make(int batch) =>
        new(batches[batch]) { Examples = Known(batch), Count = Examples is null ? null : Size(batch), Identity = batches[batch] };

    // Sizes that are taken to be even are no reason to weigh one batch more than another.
    internal override BatchShare Share(int batch) => new("", Known(batch)?.Count);

    public BatchEpoch<TBatch> Epoch(int epoch) => this;

    private long Before(int batch) => (examples ?? Count) * batch / Count;

    private IReadOnlyList<Example>? Known(int batch) => (batches[batch] as IExampleBatch)?.Examples;
}
