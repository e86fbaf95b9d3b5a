namespace TextBrewer.Data;

/// <summary>Batches that the caller owns.</summary>
internal sealed class BatchList<TBatch>(IReadOnlyList<TBatch> batches, long? examples) : IBatchSource<TBatch>
{
    public int Count => batches.Count;

    public long? Examples => examples;

    public bool MakesBatches => false;

    public IEnumerable<TBatch> Epoch(int epoch, int skip = 0) => batches.Skip(skip);
}
