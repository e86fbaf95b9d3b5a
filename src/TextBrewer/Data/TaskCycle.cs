namespace TextBrewer.Data;

/// <summary>A task's own data, epoch after epoch.</summary>
internal sealed class TaskCycle<TBatch>(IBatchSource<TBatch> source)
{
    private int _epoch;
    private int _batch;
    private BatchEpoch<TBatch> _batches = source.Epoch(0);

    /// <summary>The next batch's place, without making it.</summary>
    internal (BatchEpoch<TBatch> Epoch, int Batch) Next()
    {
        if (_batch == _batches.Count) (_batches, _batch) = (source.Epoch(++_epoch), 0);
        return (_batches, _batch++);
    }
}
