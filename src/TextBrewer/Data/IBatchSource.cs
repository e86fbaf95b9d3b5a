namespace TextBrewer.Data;

/// <summary>
/// The batches of each epoch. The same epoch gives the same batches in the same order, however often it is asked: resuming relies on it.
/// </summary>
public interface IBatchSource<out TBatch>
{
    /// <summary>Batches per epoch.</summary>
    int Count { get; }

    /// <summary>Examples per epoch; null: unknown.</summary>
    long? Examples => null;

    /// <summary>Whether the order changes from epoch to epoch.</summary>
    bool Shuffles => false;

    /// <summary>Whether batches are made by the source, so that the loop disposes them after use.</summary>
    bool MakesBatches { get; }

    /// <summary>The batches of an epoch, counted from 0. Whoever enumerates them disposes those that the source makes.</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="skip">How many batches at its beginning are left out, without being made.</param>
    IEnumerable<TBatch> Epoch(int epoch, int skip = 0);

    /// <summary>A batch of each kind that there is: what a configuration is tried out on before training.</summary>
    IEnumerable<TBatch> Samples() => Epoch(0).Take(1);
}
