namespace TextBrewer.Data;

/// <summary>Batches made of examples when they are asked for.</summary>
internal sealed class CollatedBatches<TExample, TBatch> : IBatchSource<TBatch>
{
    private readonly IReadOnlyList<TExample> _examples;
    private readonly int _batchSize;
    private readonly Func<IReadOnlyList<TExample>, TBatch> _collate;
    private readonly BatchOrder _order;
    private readonly int[]? _lengths;

    internal CollatedBatches(
        IReadOnlyList<TExample> examples,
        int batchSize,
        Func<IReadOnlyList<TExample>, TBatch> collate,
        BatchOrder order,
        Func<TExample, int>? length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        (_examples, _batchSize, _collate, _order) = (examples, batchSize, collate, order);
        _lengths = length is null ? null : [.. examples.Select(length)];
    }

    public int Count => (_examples.Count + _batchSize - 1) / _batchSize;

    public long? Examples => _examples.Count;

    public bool Shuffles => _order.Shuffles;

    public bool MakesBatches => true;

    public IEnumerable<TBatch> Epoch(int epoch, int skip = 0)
    {
        foreach (int[] batch in _order.Batches(_examples.Count, _batchSize, epoch, _lengths).Skip(skip))
            yield return _collate([.. batch.Select(i => _examples[i])]);
    }
}
