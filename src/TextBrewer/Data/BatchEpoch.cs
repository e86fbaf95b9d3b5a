using System.Collections;
using System.Diagnostics;
using TextBrewer.Naming;

namespace TextBrewer.Data;

/// <summary>
/// The batches of an epoch, each made when it is asked for; where their arrays are made apart from their tensors, some arrays ahead, on
/// another thread. Who takes a batch disposes it.
/// </summary>
public abstract class BatchEpoch<TBatch> : IEnumerable<Batch<TBatch>>
{
    private long _waited;

    /// <summary>How many batches there are; one epoch may have more than another.</summary>
    public abstract int Count { get; }

    /// <summary>How many examples there are together; null: unknown.</summary>
    public abstract long? Examples { get; }

    /// <summary>Whether <see cref="Prepare(int)"/> does a part of the work, so that it is worth another thread.</summary>
    public virtual bool IsPrepared => false;

    /// <summary>How long those who went through the batches waited for them: for arrays, and for tensors to be made of them.</summary>
    public TimeSpan Waited => Stopwatch.GetElapsedTime(0, _waited);

    /// <summary>How many examples a batch has, or 1 where nobody counted them; it is not made for that.</summary>
    /// <param name="batch">Its place in the epoch, from 0.</param>
    public abstract int Size(int batch);

    /// <summary>Makes a batch.</summary>
    /// <param name="batch">Its place in the epoch, from 0.</param>
    public abstract Batch<TBatch> Make(int batch);

    /// <summary>Makes the part of a batch that any thread may make, and no tensor.</summary>
    /// <param name="batch">Its place in the epoch, from 0.</param>
    public virtual PreparedBatch<TBatch> Prepare(int batch) => new(() => Make(batch));

    /// <summary>Makes the part of a slice of a batch that any thread may make.</summary>
    /// <param name="batch">Its place in the epoch, from 0.</param>
    /// <param name="slice">Which of its examples.</param>
    /// <exception cref="ConfigurationException">The batches are made already, and nobody said how to cut them.</exception>
    public virtual PreparedBatch<TBatch> Prepare(int batch, BatchSlice slice) => slice.IsWhole ? Prepare(batch) : throw Uncut;

    /// <summary>The batches from a position on; those before it are not made.</summary>
    /// <param name="examples">The position: how many examples have gone by.</param>
    public IEnumerable<Batch<TBatch>> From(long examples) => From(examples, BatchSlice.Whole);

    /// <summary>A slice of each batch from a position on; those before it are not made.</summary>
    /// <param name="examples">The position: how many examples have gone by, in all processes.</param>
    /// <param name="slice">The part of each batch that is made.</param>
    public IEnumerable<Batch<TBatch>> From(long examples, BatchSlice slice)
    {
        int first = 0;
        for (long passed = 0; first < Count && passed < examples; first++) passed += Size(first);
        using Prefetcher<TBatch>? ahead = IsPrepared && first < Count ? new(this, first, slice) : null;
        for (int batch = first; batch < Count; batch++)
        {
            long start = Stopwatch.GetTimestamp();
            Batch<TBatch> next = ahead is null ? Made(batch, slice) : ahead.Take().Make();
            _waited += Stopwatch.GetTimestamp() - start;
            yield return next;
        }
    }

    /// <inheritdoc/>
    public IEnumerator<Batch<TBatch>> GetEnumerator() => From(0).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>What a batch counts for in a step that takes several; it is not made for that.</summary>
    /// <param name="batch">Its place in the epoch, from 0.</param>
    internal virtual BatchShare Share(int batch) => new("", Size(batch));

    internal static ConfigurationException Uncut => new(
        "Several processes share each batch, and these batches are made already: make them of examples (Batches.From), or say how one "
            + "is cut (Batches.Of with cut).");

    private Batch<TBatch> Made(int batch, BatchSlice slice) => slice.IsWhole ? Make(batch) : Prepare(batch, slice).Make();
}
