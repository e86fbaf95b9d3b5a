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
    IEnumerable<Batch<TBatch>> Samples() => Samples(BatchSlice.Whole);

    /// <summary>A slice of a batch of each kind that there is. Who takes them disposes them.</summary>
    /// <param name="slice">The part of each that is made.</param>
    IEnumerable<Batch<TBatch>> Samples(BatchSlice slice) => Epoch(0).From(0, slice).Take(1);
}
