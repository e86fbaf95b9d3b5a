namespace TextBrewer.Data;

/// <summary>Batches made of examples, drawn anew each epoch.</summary>
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

    public BatchEpoch<TBatch> Epoch(int epoch) => new Drawn(this, epoch);

    private sealed class Drawn(CollatedBatches<TExample, TBatch> source, int epoch) : BatchEpoch<TBatch>
    {
        private readonly Lazy<IReadOnlyList<int[]>> _places =
            new(() => source._order.Batches(source._examples.Count, source._batchSize, epoch, source._lengths));

        // Known without the order, which takes time where there are many examples.
        public override int Count => (source._examples.Count + source._batchSize - 1) / source._batchSize;

        public override long? Examples => source._examples.Count;

        public override int Size(int batch) => _places.Value[batch].Length;

        public override Batch<TBatch> Make(int batch)
        {
            int[] places = _places.Value[batch];
            TBatch content = source._collate([.. places.Select(i => source._examples[i])]);
            return new(content)
            {
                Examples = (content as IExampleBatch)?.Examples ?? [.. places.Select(i => new Example((UInt128)i, source._lengths?[i]))],
                Count = places.Length,
                IsOwned = true,
            };
        }
    }
}
