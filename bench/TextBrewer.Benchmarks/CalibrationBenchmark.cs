using System.Globalization;
using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Onnx.Running;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Exporting;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Recipes.TextModels;
using TorchSharp;

namespace TextBrewer.Benchmarks;

/// <summary>Dynamic quantisation against static, calibrated on training texts: metrics of real teachers, and time.</summary>
internal static class CalibrationBenchmark
{
    private const int CalibrationTexts = 512;
    private const double Seconds = 5;

    private static readonly (string Model, string Train, string[] Judged)[] Teachers =
    [
        ("sst2", "sst2/train_full.tsv", ["sst2/dev.tsv", "sst2/test-labeled.tsv"]),
        ("wnut17", "wnut17/wnut17train.conll", ["wnut17/emerging.dev.conll"]),
    ];

    internal static int Run(string shared)
    {
        foreach ((string name, string train, string[] judged) in Teachers)
        {
            DirectoryInfo folder = Directory.CreateTempSubdirectory("calibration ");
            try
            {
                string source = Path.Combine(shared, "models", name);
                using LoadedModel teacher = new(source);
                // Nothing is left in float32 here: the two ways to quantise are compared as they are.
                OnnxFolder.Write(teacher, source, folder.FullName, new RecipeExport { MaxMetricLoss = 1 });
                string[] files = [In("model.onnx"), In("model_int8.onnx"), In("static.onnx"), In("static-mean.onnx")];
                var ranges = CalibratedForm.Ranges(files[0], In("probe.onnx"), Inputs(teacher, Read(teacher, train, CalibrationTexts).Inputs));
                CalibratedForm.Write(files[1], files[2], ranges.ToDictionary(r => r.Key, r => (r.Value.Min(v => v.Low), r.Value.Max(v => v.High))));
                CalibratedForm.Write(files[1], files[3], ranges.ToDictionary(r => r.Key, r => (r.Value.Average(v => v.Low), r.Value.Average(v => v.High))));

                TaskData[] data = [.. judged.Select(file => Read(teacher, file, null))];
                foreach ((string form, string file) in new[] { "float32", "dynamic", "static, extremes", "static, mean of the extremes" }.Zip(files))
                {
                    using OnnxTextModel model = new(file, teacher.Kind.Outputs, isInt8: form == "dynamic");
                    Console.WriteLine($"{name,-8} {form,-30} "
                        + $"{string.Join("  ", data.Select(d => Evaluation.Score(model, teacher.Task, d)).Select(score => string.Create(CultureInfo.InvariantCulture, $"{score.Metrics.First().Key} {score.Metrics.First().Value:F5} ({score.Right} of {score.Count})")))}");
                }
                Time(name, files[..3]);
            }
            finally
            {
                folder.Delete(recursive: true);
            }

            string In(string file) => Path.Combine(folder.FullName, file);
        }
        return 0;

        TaskData Read(LoadedModel teacher, string file, int? limit) => teacher.Read(new RecipeTable { Path = Path.Combine(shared, "data", file), Limit = limit });
    }

    private static IEnumerable<Dictionary<string, torch.Tensor>> Inputs(LoadedModel teacher, IReadOnlyList<EncodedText> texts)
    {
        foreach (EncodedText text in texts)
        {
            using TextBatch batch = teacher.Task.Collate([text]);
            yield return new() { ["input_ids"] = batch.Input("input_ids"), ["attention_mask"] = batch.Input("attention_mask"), ["token_type_ids"] = batch.Input("token_type_ids") };
        }
    }

    private static void Time(string name, string[] files)
    {
        OnnxModel[] models = [.. files.Select(OnnxModel.Load)];
        foreach ((int batch, int length) in new[] { (1, 24), (1, 128), (32, 24), (32, 128) })
        {
            using var scope = torch.NewDisposeScope();
            Dictionary<string, torch.Tensor> inputs = ProbeBatch.Of(batch, length);
            double[] medians = [.. SideBySide.Time([.. models.Select(model => (Action)(() =>
            {
                using var one = torch.NewDisposeScope();
                model.Run(inputs);
            }))], Seconds, least: 10).Select(timing => Timing.Median(timing.Processor))];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-8} batch {batch,2} of {length,3} tokens: float32 "
                + $"{medians[0]:F2} ms of the processors, dynamic {medians[1]:F2}, static {medians[2]:F2}"));
        }
        foreach (OnnxModel model in models) model.Dispose();
    }
}
