using System.Collections.Concurrent;
using TextBrewer.Naming;

namespace TextBrewer.Data;

/// <summary>Batches that the caller owns, the same in every epoch.</summary>
/// <param name="batches">The batches.</param>
/// <param name="examples">How many examples they hold together, which are taken to be evenly spread; null: each counts as one.</param>
/// <param name="cut">Makes a batch of some of a batch's examples; null: they are not cut.</param>
internal sealed class BatchList<TBatch>(IReadOnlyList<TBatch> batches, long? examples, BatchCut<TBatch>? cut)
    : BatchEpoch<TBatch>, IBatchSource<TBatch>
{
    private readonly ConcurrentDictionary<(int Batch, BatchSlice Slice), object> _slices = new();

    public override int Count => batches.Count;

    public override long? Examples =>
        examples ?? (batches.All(batch => batch is IExampleBatch)
            ? batches.Sum(batch => (long)((IExampleBatch)batch!).Examples.Count)
            : null);

    public override int Size(int batch) => Known(batch)?.Count ?? (int)(Before(batch + 1) - Before(batch));

    public override Batch<TBatch> Make(int batch) =>
        new(batches[batch]) { Examples = Known(batch), Count = Examples is null ? null : Size(batch), Identity = batches[batch] };

    public override PreparedBatch<TBatch> Prepare(int batch, BatchSlice slice)
    {
        if (slice.IsWhole) return Prepare(batch);
        if (cut is null) throw Uncut;
        if (Examples is null) throw new ConfigurationException(
            "Several processes share each batch, and nobody said how many examples these hold: give Batches.Of their number, or "
                + "batches that know their examples (IExampleBatch).");
        int whole = Size(batch);
        (int from, int count) = slice.Of(whole);
        return new PreparedBatch<TBatch>(
            () => Of(cut(batches[batch], from, Math.Max(1, count))) with { Whole = whole, IsSpare = count == 0 });

        Batch<TBatch> Of(TBatch content) => new(content)
        {
            Examples = (content as IExampleBatch)?.Examples,
            Count = Math.Max(1, count),
            Identity = _slices.GetOrAdd((batch, slice), _ => new object()),
            IsOwned = true,
        };
    }

    // Sizes that are taken to be even are no reason to weigh one batch more than another.
    internal override BatchShare Share(int batch) => new("", Known(batch)?.Count);

    public BatchEpoch<TBatch> Epoch(int epoch) => this;

    private long Before(int batch) => (examples ?? Count) * batch / Count;

    private IReadOnlyList<Example>? Known(int batch) => (batches[batch] as IExampleBatch)?.Examples;
}
