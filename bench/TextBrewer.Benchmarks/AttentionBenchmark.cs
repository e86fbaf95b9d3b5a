using System.Globalization;
using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TextBrewer.Onnx.Exporting;
using TextBrewer.Onnx.Running;
using static TorchSharp.torch;

namespace TextBrewer.Benchmarks;

/// <summary>
/// Four ways to write attention, the rest of the model alike, on ONNX Runtime: the same answers first, then time, padded batches
/// throughout. A tagger's layers all compute every position.
/// </summary>
internal static class AttentionBenchmark
{
    private const double Allowance = 1e-4;
    private const double Seconds = 6;
    private const int LeastRounds = 3;

    private static readonly (string Name, EncoderConfig Config)[] Shapes =
    [
        ("T4-tiny", StudentShapes.Apply("T4-tiny", new EncoderConfig())),
        ("BERT-base", new EncoderConfig()),
    ];

    private static readonly string[] Forms = ["ai.onnx Attention", "MultiHeadAttention", "com.microsoft Attention", "plain operators"];

    /// <param name="threads">The numbers of threads, one after the other.</param>
    internal static int Run(IReadOnlyList<int> threads)
    {
        using TemporaryFolder folder = new("attention ");
        int wrong = 0;
        Console.WriteLine("Medians by the clock, quotients by the clock and by the processors' time.");
        Console.WriteLine("shape      threads  batch  length  rounds" + string.Concat(Forms.Select(form => $"{form,30}")));
        foreach ((string name, EncoderConfig config) in Shapes)
        {
            string[] paths = Write(folder, name, config);
            foreach (int count in threads)
            {
                set_num_threads(count); // a session takes as many
                OnnxModel[] models = [.. paths.Select(OnnxModel.Load)];
                foreach (int batch in new[] { 1, 32 })
                    foreach (int length in new[] { 24, 128 }) wrong += Compare(name, count, batch, length, models);
                foreach (OnnxModel model in models) model.Dispose();
            }
        }
        return wrong;
    }

    private static string[] Write(TemporaryFolder folder, string name, EncoderConfig config)
    {
        string[] paths = [.. Forms.Select(form => folder.In($"{name} {form}.onnx"))];
        using TokenClassifier model = new(config.WithLabels(["no", "yes"]), seed: 1);
        OnnxExport.Write(model, paths[0]);
        AttentionForms.Separate(paths[0], paths[1]);
        AttentionForms.Merged(paths[0], paths[2]);
        OnnxExport.Write(model, paths[3], ExportForm.Portable);
        return paths;
    }

    private static int Compare(string name, int threads, int batch, int length, OnnxModel[] models)
    {
        using var scope = NewDisposeScope();
        Dictionary<string, Tensor> inputs = ProbeBatch.Of(batch, length);
        double[][] logits = [.. models.Select(model => model.Run(inputs)["logits"].data<float>().Select(v => (double)v).ToArray())];
        double difference = logits.Max(l => l.Zip(logits[0], (a, b) => Math.Abs(a - b)).Max());
        Timing[] times = SideBySide.Time([.. models.Select(model => ProbeBatch.Run(model, inputs))], Seconds, LeastRounds);
        IEnumerable<string> cells = times.Select(t => string.Create(CultureInfo.InvariantCulture,
            $"{Timing.Median(t.Clock),11:F2} ms ×{Timing.Ratio(t.Clock, times[0].Clock),6:F3} "
                + $"×{Timing.Ratio(t.Processor, times[0].Processor),6:F3}"));
        string row = $"{name,-10} {threads,7} {batch,6} {length,7} {times[0].Clock.Count,7}{string.Concat(cells)}";
        if (difference > Allowance) row += $"   DIFFERS by {difference.ToString("G3", CultureInfo.InvariantCulture)}";
        Console.WriteLine(row);
        return difference <= Allowance ? 0 : 1;
    }
}
