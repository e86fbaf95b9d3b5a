using System.Diagnostics;
using System.Globalization;
using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TextBrewer.Onnx.Exporting;
using TextBrewer.Onnx.Running;
using static TorchSharp.torch;

namespace TextBrewer.Benchmarks;

/// <summary>
/// An encoder of more than 2 GiB, one of its tensors alone, as ONNX in every form, against the encoder itself. Takes 13 GB of memory, most
/// of them for int8, and 5 GB of disk.
/// </summary>
internal static class LargeBenchmark
{
    private const int Words = 720_000;

    /// <summary>
    /// How far float32 may be from the encoder. In int8 it is the error of int8, which random weights make large: it only must not be
    /// nonsense.
    /// </summary>
    private const double Allowance = 1e-4, Int8Allowance = 0.5;

    internal static int Run()
    {
        using TemporaryFolder folder = new("large ");
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using Encoder encoder = Architecture.Build(new EncoderConfig { VocabSize = Words, NumHiddenLayers = 2 }, seed: 1);
        encoder.eval();
        Tensor ids = randint(1, Words, [2, 24], ScalarType.Int64);
        Tensor mask = ones([2, 24], ScalarType.Int64), types = zeros([2, 24], ScalarType.Int64);
        Dictionary<string, Tensor> inputs = new() { ["input_ids"] = ids, ["attention_mask"] = mask, ["token_type_ids"] = types };
        mask[1, 20..].zero_();
        ids[0, 0] = Words - 1; // the last row stands behind 2 GiB
        Tensor expected = encoder.Forward(ids, mask, types).LastHidden;

        Console.WriteLine("form           model's bytes    weights beside it   written s   loaded s   largest difference");
        int wrong = 0;
        foreach (ExportForm form in Enum.GetValues<ExportForm>())
        {
            string path = folder.In("model.onnx");
            long start = Stopwatch.GetTimestamp();
            OnnxExport.Write(encoder, path, form);
            double written = Stopwatch.GetElapsedTime(start).TotalSeconds;
            start = Stopwatch.GetTimestamp();
            using OnnxModel model = OnnxModel.Load(path);
            double loaded = Stopwatch.GetElapsedTime(start).TotalSeconds;
            Tensor actual = model.Run(inputs)["last_hidden_state"];
            double difference = ((actual - expected) * mask.unsqueeze(2)).abs().max().item<float>(); // at padding they may differ
            long own = new FileInfo(path).Length;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{form,-10} {own,17:N0} {model.Bytes - own,20:N0} "
                + $"{written,11:F1} {loaded,10:F1} {difference,20:G3}"));
            if (!(difference <= (form == ExportForm.Int8 ? Int8Allowance : Allowance))) wrong++;
        }
        using Process self = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"most memory: {self.PeakWorkingSet64:N0} bytes"));
        return wrong;
    }
}
