using System.Collections;
using TextBrewer.Inference.Sessions;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TextBrewer.Onnx.Exporting;
using TextBrewer.Testing;
using TextBrewer.Text.Machine;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Inference.Tests.Sessions;

public sealed class ModelSessionTests
{
    private static readonly TokenSequence Short = new([2, 3, 4], [0, 0, 0]), Long = new([.. Enumerable.Repeat(3, 512)], new int[512]);

    // A run of seconds, all of it inside ONNX Runtime: only the session itself can end it.
    [Fact]
    public async Task Run_that_is_under_way_stops_when_it_is_cancelled()
    {
        using TemporaryFolder folder = new();
        EncoderConfig config = new()
        {
            VocabSize = 60,
            HiddenSize = 256,
            NumHiddenLayers = 8,
            NumAttentionHeads = 4,
            IntermediateSize = 1024
        };
        using (SequenceClassifier model = new(config.WithLabels(["a", "b"]), seed: 1)) OnnxExport.Write(model, folder["model.onnx"]);
        using ModelSession session = new(folder["model.onnx"], ["logits"], 0, new SessionSettings(1, false, false, true));
        float[] expected = session.Run([Short], CancellationToken.None)[0][0];
        using CancellationTokenSource stop = new();
        WatchedRows rows = new([.. Enumerable.Repeat(Long, 64)]);
        Task<float[][][]> run = Task.Run(() => session.Run(rows, stop.Token));
        await rows.Copied.WaitAsync(TimeSpan.FromMinutes(1)); // what asks for the caller's wish before the run is behind it
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal(expected, session.Run([Short], CancellationToken.None)[0][0]);
    }

    [Fact]
    public void Run_that_is_cancelled_before_it_starts_does_not_start()
    {
        using TemporaryFolder folder = GoldenFolder.Of("bert-sequence");
        using ModelSession session = new(folder["onnx", "onnx", "model.onnx"], ["logits"], 0, new SessionSettings(1, false, false, true));
        Assert.Throws<OperationCanceledException>(() => session.Run([Short], new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Sequence_that_the_model_cannot_take_is_a_fault_with_its_size()
    {
        using TemporaryFolder folder = GoldenFolder.Of("bert-sequence");
        using ModelSession session = new(folder["onnx", "onnx", "model.onnx"], ["logits"], 0, new SessionSettings(1, false, false, true));
        Assert.Contains(
            "1 × 512 tokens",
            Assert.Throws<InvalidOperationException>(() => session.Run([Long], CancellationToken.None)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, false, "1")]
    [InlineData(true, true, null)]
    [InlineData(false, false, null)]
    public void Int8_without_exact_sums_asks_for_unsigned_weights(bool int8, bool addsExactly, string? expected) =>
        Assert.Equal(expected, new SessionSettings(1, false, int8, addsExactly).Entries.GetValueOrDefault("session.x64quantprecision"));

    [Fact]
    public void Int8_gives_the_same_decisions_in_both_ways_of_this_processor()
    {
        using TemporaryFolder folder = GoldenFolder.Of("bert-sequence");
        using ModelSession fast = new(folder["onnx", "onnx", "model_int8.onnx"], ["logits"], 0, new SessionSettings(1, false, true, true));
        using ModelSession exact = new(
            folder["onnx", "onnx", "model_int8.onnx"],
            ["logits"],
            0,
            new SessionSettings(1, false, true, false));
        if (Processor.Int8Saturates) Assert.Skip("This processor's fast sums saturate.");
        Assert.All(
            fast.Run([Short], default)[0][0].Zip(exact.Run([Short], default)[0][0]),
            pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }

    /// <summary>Sequences that say when they have been read for the second time: measured, then copied for the model.</summary>
    private sealed class WatchedRows(TokenSequence[] rows) : IReadOnlyList<TokenSequence>
    {
        private readonly TaskCompletionSource _copied = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _read;

        internal Task Copied => _copied.Task;

        public int Count => rows.Length;

        public TokenSequence this[int index] => rows[index];

        public IEnumerator<TokenSequence> GetEnumerator()
        {
            foreach (TokenSequence row in rows) yield return row;
            if (++_read == 2) _copied.SetResult();
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
