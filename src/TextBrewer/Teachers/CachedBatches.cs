using TextBrewer.Data;

namespace TextBrewer.Teachers;

/// <summary>
/// The batches of a source's first epoch, kept: every later epoch has the same batches in another order, or in the same where the source
/// never shuffles.
/// A postprocessor has changed each of them once.
/// </summary>
internal sealed class CachedBatches<TBatch> : IBatchSource<CachedBatch<TBatch>>, IDisposable
{
    private readonly List<TBatch> _made = [];
    private readonly List<CachedBatch<TBatch>> _batches = [];
    private readonly BatchOrder _order;

    internal CachedBatches(IBatchSource<TBatch> source, int seed, Func<TBatch, TBatch>? postprocessor)
    {
        _order = new BatchOrder(seed, source.Shuffles);
        Examples = source.Examples;
        foreach (TBatch batch in source.Epoch(0))
        {
            if (source.MakesBatches) _made.Add(batch);
            TBatch processed = postprocessor is null ? batch : postprocessor(batch);
            if (!ReferenceEquals(processed, batch) && postprocessor is not null) _made.Add(processed);
            _batches.Add(new CachedBatch<TBatch>(processed));
        }
    }

    public int Count => _batches.Count;

    public long? Examples { get; }

    public bool Shuffles => _order.Shuffles;

    public bool MakesBatches => false;

    public IEnumerable<CachedBatch<TBatch>> Epoch(int epoch, int skip = 0) =>
        epoch == 0
            ? _batches.Skip(skip)
            : _order.Batches(_batches.Count, batchSize: 1, epoch, lengths: null).Skip(skip).Select(place => _batches[place[0]]);

    /// <summary>Frees the teacher's signals, and the batches that are not the caller's.</summary>
    public void Dispose()
    {
        foreach (CachedBatch<TBatch> batch in _batches) batch.Teacher?.Dispose();
        foreach (TBatch batch in _made) (batch as IDisposable)?.Dispose();
    }
}
