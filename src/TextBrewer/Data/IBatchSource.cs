namespace TextBrewer.Data;

/// <summary>The batches of each epoch. The same epoch gives the same batches in the same order, however often it is asked: resuming relies on it.</summary>
public interface IBatchSource<out TBatch>
{
    /// <summary>Batches per epoch.</summary>
    int Count { get; }

    /// <summary>Whether batches are made by the source, so that the loop disposes them after use.</summary>
    bool MakesBatches { get; }

    /// <summary>The batches of an epoch, counted from 0.</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="skip">How many batches at its beginning are left out, without being made.</param>
    IEnumerable<TBatch> Epoch(int epoch, int skip = 0);
}
