namespace TextBrewer.Data;

/// <summary>Batches made of examples, drawn anew each epoch.</summary>
internal sealed class CollatedBatches<TExample, TBatch> : IBatchSource<TBatch>
{
    private readonly IReadOnlyList<TExample> _examples;
    private readonly BatchLimits _limits;
    private readonly Collation<TExample, TBatch> _collation;
    private readonly BatchOrder _order;
    private readonly Draw<TExample>? _draw;
    private readonly int[]? _lengths;
    private readonly int _count;

    internal CollatedBatches(
        IReadOnlyList<TExample> examples,
        BatchLimits limits,
        Collation<TExample, TBatch> collation,
        BatchOrder order,
        Func<TExample, int>? length,
        Draw<TExample>? draw)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limits.Examples, 1);
        if (limits.Tokens is long tokens)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(tokens, 1);
            ArgumentNullException.ThrowIfNull(length); // a budget of tokens asks for the tokens of an example
        }
        (_examples, _limits, _collation, _order, _draw) = (examples, limits, collation, order, draw);
        _lengths = length is null ? null : [.. examples.Select(length)];
        if (_lengths is not null) limits.Check(_lengths);
        _count = limits.Count(examples.Count, _lengths);
    }

    public BatchEpoch<TBatch> Epoch(int epoch) => new Drawn(this, epoch);

    private sealed class Drawn(CollatedBatches<TExample, TBatch> source, int epoch) : BatchEpoch<TBatch>
    {
        private readonly Lazy<IReadOnlyList<int[]>> _places =
            new(() => source._order.Batches(source._examples.Count, source._limits, epoch, source._lengths));

        // Known without the order, which takes time where there are many examples; their lengths are the same in every epoch.
        public override int Count => source._count;

        public override long? Examples => source._examples.Count;

        public override bool IsPrepared => source._collation.IsPrepared;

        public override int Size(int batch) => _places.Value[batch].Length;

        public override Batch<TBatch> Make(int batch) => Prepare(batch).Make();

        public override PreparedBatch<TBatch> Prepare(int batch) => Prepare(batch, BatchSlice.Whole);

        public override PreparedBatch<TBatch> Prepare(int batch, BatchSlice slice)
        {
            int[] all = _places.Value[batch];
            (int from, int count) = slice.Of(all.Length);
            int[] places = all[from..(from + Math.Max(1, count))];
            (Func<TBatch> make, IDisposable? arrays) = source._collation.Prepare(Array.ConvertAll(places, Example));
            return new PreparedBatch<TBatch>(
                () => Of(make(), places) with { Whole = slice.IsWhole ? null : all.Length, IsSpare = count == 0 },
                arrays);
        }

        private TExample Example(int place) =>
            source._draw is { } draw ? draw(source._examples[place], epoch, place) : source._examples[place];

        private Batch<TBatch> Of(TBatch content, int[] places) => new(content)
        {
            Examples = (content as IExampleBatch)?.Examples ?? [.. places.Select(i => new Example(Key(i), source._lengths?[i]))],
            Count = places.Length,
            IsOwned = true,
            IsDrawn = source._draw is not null,
        };

        // What is drawn is another example in each epoch.
        private UInt128 Key(int place) => source._draw is null ? (UInt128)place : new UInt128((ulong)epoch, (ulong)place);
    }
}
