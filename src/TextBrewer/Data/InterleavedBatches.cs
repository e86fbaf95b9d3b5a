namespace TextBrewer.Data;

/// <summary>The batches of two sources in one epoch, evenly mixed, each source's in its own order.</summary>
internal sealed class InterleavedBatches<TBatch>(IBatchSource<TBatch> first, IBatchSource<TBatch> second) : IBatchSource<TBatch>
{
    public BatchEpoch<TBatch> Epoch(int epoch) => new Mixed(first.Epoch(epoch), second.Epoch(epoch));

    private sealed class Mixed(BatchEpoch<TBatch> first, BatchEpoch<TBatch> second) : BatchEpoch<TBatch>
    {
        public override int Count => first.Count + second.Count;

        public override long? Examples => first.Examples + second.Examples;

        public override bool IsPrepared => first.IsPrepared || second.IsPrepared;

        public override int Size(int batch) => IsSecond(batch) ? second.Size(SecondBefore(batch)) : first.Size(batch - SecondBefore(batch));

        public override Batch<TBatch> Make(int batch) => Prepare(batch).Make();

        public override PreparedBatch<TBatch> Prepare(int batch) => Prepare(batch, BatchSlice.Whole);

        public override PreparedBatch<TBatch> Prepare(int batch, BatchSlice slice)
        {
            bool isSecond = IsSecond(batch);
            PreparedBatch<TBatch> own =
                isSecond ? second.Prepare(SecondBefore(batch), slice) : first.Prepare(batch - SecondBefore(batch), slice);
            return new PreparedBatch<TBatch>(() => Of(own.Make(), side: isSecond ? 1u : 0), own);
        }

        internal override BatchShare Share(int batch) =>
            IsSecond(batch) ? second.Share(SecondBefore(batch)) : first.Share(batch - SecondBefore(batch));

        // Examples known by their places would have the same keys on both sides.
        private static Batch<TBatch> Of(
            Batch<TBatch> batch,
            uint side) => batch.Content is IExampleBatch || batch.Examples is not { } examples
            ? batch
            : batch with { Examples = [.. examples.Select(example => example with { Key = (example.Key * 2) + side })] };

        private bool IsSecond(int batch) => SecondBefore(batch + 1) > SecondBefore(batch);

        /// <summary>How many of an epoch's first batches are the second source's: its share of them, rounded down.</summary>
        private int SecondBefore(int batch) => (int)((long)batch * second.Count / Count);
    }
}
