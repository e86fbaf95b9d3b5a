using System.Collections;

namespace TextBrewer.Data;

/// <summary>The batches of an epoch, each made when it is asked for. Who takes a batch disposes it.</summary>
public abstract class BatchEpoch<TBatch> : IEnumerable<Batch<TBatch>>
{
    /// <summary>How many batches there are; one epoch may have more than another.</summary>
    public abstract int Count { get; }

    /// <summary>How many examples there are together; null: unknown.</summary>
    public abstract long? Examples { get; }

    /// <summary>How many examples a batch has, or 1 where nobody counted them; it is not made for that.</summary>
    /// <param name="batch">Its place in the epoch, from 0.</param>
    public abstract int Size(int batch);

    /// <summary>Makes a batch.</summary>
    /// <param name="batch">Its place in the epoch, from 0.</param>
    public abstract Batch<TBatch> Make(int batch);

    /// <summary>The batches from a position on; those before it are not made.</summary>
    /// <param name="examples">The position: how many examples have gone by.</param>
    public IEnumerable<Batch<TBatch>> From(long examples)
    {
        int first = 0;
        for (long passed = 0; first < Count && passed < examples; first++) passed += Size(first);
        for (int batch = first; batch < Count; batch++) yield return Make(batch);
    }

    /// <inheritdoc/>
    public IEnumerator<Batch<TBatch>> GetEnumerator() => From(0).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
