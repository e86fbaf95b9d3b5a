using TextBrewer.Naming;

namespace TextBrewer.Data;

/// <summary>The batches of two sources in one epoch, evenly mixed, each source's in its own order.</summary>
internal sealed class InterleavedBatches<TBatch> : IBatchSource<TBatch>
{
    private readonly IBatchSource<TBatch> _first;
    private readonly IBatchSource<TBatch> _second;

    internal InterleavedBatches(IBatchSource<TBatch> first, IBatchSource<TBatch> second)
    {
        if (first.MakesBatches != second.MakesBatches)
            throw new ConfigurationException(
                "Two batch sources can be interleaved when both make their batches or when the caller owns the batches of both.");
        (_first, _second) = (first, second);
    }

    public int Count => _first.Count + _second.Count;

    public long? Examples => _first.Examples + _second.Examples;

    public bool Shuffles => _first.Shuffles || _second.Shuffles;

    public bool MakesBatches => _first.MakesBatches;

    public IEnumerable<TBatch> Epoch(int epoch, int skip = 0)
    {
        int skipped = SecondBefore(skip);
        using IEnumerator<TBatch> first = _first.Epoch(epoch, skip - skipped).GetEnumerator();
        using IEnumerator<TBatch> second = _second.Epoch(epoch, skipped).GetEnumerator();
        for (int place = skip; place < Count; place++)
        {
            IEnumerator<TBatch> next = SecondBefore(place + 1) > SecondBefore(place) ? second : first;
            next.MoveNext();
            yield return next.Current;
        }
    }

    /// <summary>How many of an epoch's first batches are the second source's: its share of them, rounded down.</summary>
    private int SecondBefore(int place) => (int)((long)place * _second.Count / Count);
}
