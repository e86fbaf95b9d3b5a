namespace TextBrewer.Data;

/// <summary>
/// The batches of each epoch. The same epoch gives the same batches in the same order, however often it is asked: resuming relies on it.
/// </summary>
public interface IBatchSource<TBatch>
{
    /// <summary>An epoch, counted from 0; nothing of it is made yet.</summary>
    BatchEpoch<TBatch> Epoch(int epoch);

    /// <summary>
    /// A batch of each kind that there is: what a configuration is tried out on before training. Who takes them disposes them.
    /// </summary>
    IEnumerable<Batch<TBatch>> Samples()
    {
        BatchEpoch<TBatch> epoch = Epoch(0);
        return Enumerable.Range(0, Math.Min(1, epoch.Count)).Select(epoch.Make);
    }
}
