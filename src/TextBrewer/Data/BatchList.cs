namespace TextBrewer.Data;

/// <summary>Batches that the caller owns.</summary>
internal sealed class BatchList<TBatch>(IReadOnlyList<TBatch> batches) : IBatchSource<TBatch>
{
    public int Count => batches.Count;

    public bool MakesBatches => false;

    public IEnumerable<TBatch> Epoch(int epoch, int skip = 0) => batches.Skip(skip);
}
