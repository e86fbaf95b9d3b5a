using System.Globalization;
using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Onnx.Running;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Exporting;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Recipes.TextModels;
using TextBrewer.Text.Files;
using TorchSharp;

namespace TextBrewer.Benchmarks;

/// <summary>Dynamic quantisation against static, calibrated on training texts: metrics of real teachers, and time.</summary>
internal static class CalibrationBenchmark
{
    private const int CalibrationTexts = 512;
    private const double Seconds = 5;

    private static readonly string[] Names = ["input_ids", "attention_mask", "token_type_ids"];

    private static readonly (string Model, string Train, string[] Judged)[] Teachers =
    [
        ("sst2", "sst2/train_full.tsv", ["sst2/dev.tsv", "sst2/test-labeled.tsv"]),
        ("wnut17", "wnut17/wnut17train.conll", ["wnut17/emerging.dev.conll"]),
    ];

    internal static int Run(string shared)
    {
        foreach ((string name, string train, string[] judged) in Teachers)
        {
            using TemporaryFolder folder = new("calibration ");
            string source = Path.Combine(shared, "models", name);
            using LoadedModel teacher = new(source);
            // Nothing is left in float32 here: the two ways to quantise are compared as they are.
            OnnxFolder.Write(teacher, source, folder.Path, new RecipeExport { MaxMetricLoss = 1 });
            string[] names = [ModelFiles.Onnx, ModelFiles.OnnxInt8, "static.onnx", "static-mean.onnx"];
            string[] files = [.. names.Select(name => folder.In(Path.Combine(ModelFiles.OnnxFolder, name)))];
            var texts = Inputs(teacher, Read(teacher, train, CalibrationTexts).Inputs);
            var ranges = CalibratedForm.Ranges(files[0], folder.In("probe.onnx"), texts);
            var extremes = ranges.ToDictionary(r => r.Key, r => (r.Value.Min(v => v.Low), r.Value.Max(v => v.High)));
            var means = ranges.ToDictionary(r => r.Key, r => (r.Value.Average(v => v.Low), r.Value.Average(v => v.High)));
            CalibratedForm.Write(files[1], files[2], extremes);
            CalibratedForm.Write(files[1], files[3], means);

            TaskData[] data = [.. judged.Select(file => Read(teacher, file, null))];
            string[] forms = ["float32", "dynamic", "static, extremes", "static, mean of the extremes"];
            foreach ((string form, string file) in forms.Zip(files))
            {
                using OnnxTextModel model = new(file, teacher.Kind.Outputs, isInt8: form == "dynamic");
                IEnumerable<string> scores = data.Select(d => Line(Evaluation.Score(model, teacher.Task, d)));
                Console.WriteLine($"{name,-8} {form,-30} {string.Join("  ", scores)}");
            }
            Time(name, files[..3]);
        }
        return 0;

        TaskData Read(LoadedModel teacher, string file, int? limit) =>
            teacher.Read(new RecipeTable { Path = Path.Combine(shared, "data", file), Limit = limit });
    }

    private static string Line(TaskScore score)
    {
        (string metric, double value) = score.Metrics.First();
        return string.Create(CultureInfo.InvariantCulture, $"{metric} {value:F5} ({score.Right} of {score.Count})");
    }

    private static IEnumerable<Dictionary<string, torch.Tensor>> Inputs(LoadedModel teacher, IReadOnlyList<EncodedText> texts)
    {
        foreach (EncodedText text in texts)
        {
            using TextBatch batch = teacher.Task.Collate([text]);
            yield return Names.ToDictionary(name => name, batch.Input);
        }
    }

    private static void Time(string name, string[] files)
    {
        OnnxModel[] models = [.. files.Select(OnnxModel.Load)];
        foreach ((int batch, int length) in new[] { (1, 24), (1, 128), (32, 24), (32, 128) })
        {
            using var scope = torch.NewDisposeScope();
            Dictionary<string, torch.Tensor> inputs = ProbeBatch.Of(batch, length);
            Timing[] times = SideBySide.Time([.. models.Select(model => ProbeBatch.Run(model, inputs))], Seconds, least: 10);
            double[] medians = [.. times.Select(timing => Timing.Median(timing.Processor))];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-8} batch {batch,2} of {length,3} tokens: float32 "
                + $"{medians[0]:F2} ms of the processors, dynamic {medians[1]:F2}, static {medians[2]:F2}"));
        }
        foreach (OnnxModel model in models) model.Dispose();
    }
}
