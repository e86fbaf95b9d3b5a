using System.Globalization;
using TextBrewer.Benchmarks.Processes;
using TextBrewer.Benchmarks.Results;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Exporting;
using TextBrewer.Recipes.Format;

namespace TextBrewer.Benchmarks.Memory;

/// <summary>
/// What ONNX Runtime's plans of memory cost and bring where lengths vary: SST-2's teacher in float32 on one thread, one to four texts a
/// call, of up to 120 words each; with the plans and without, each in a process of its own that gets the same texts.
/// </summary>
internal static class PatternBenchmark
{
    private const double Megabyte = 1e6;

    internal static BenchmarkResult Run(string shared, int calls)
    {
        using TemporaryFolder folder = new("pattern ");
        OnnxFolder.Write(new ExportSettings
        {
            Model = new ModelSettings { Folder = Path.Combine(shared, "models", "sst2") },
            Output = folder.Path,
            Export = new RecipeExport { Int8 = false },
        });
        string[] rest = [calls.ToString(CultureInfo.InvariantCulture), Path.Combine(folder.Path, "onnx")];
        return new BenchmarkResult("patterns", [.. Rows("without plans", "off", rest, calls), .. Rows("with plans", "on", rest, calls)]);
    }

    private static IEnumerable<ResultRow> Rows(string title, string plans, string[] rest, int calls)
    {
        double[] numbers = ChildProgram.Numbers(["pattern", plans, .. rest]);
        string few = (calls / 10).ToString("N0", CultureInfo.InvariantCulture), all = calls.ToString("N0", CultureInfo.InvariantCulture);
        return
        [
            new($"{title}: resident when the model is loaded", numbers[0] / Megabyte, "MB"),
            new($"{title}: resident after {few} calls", numbers[1] / Megabyte, "MB"),
            new($"{title}: resident after {all} calls", numbers[2] / Megabyte, "MB"),
            new($"{title}: a call", numbers[3] / 1e3, "ms", Note: "median"),
        ];
    }
}
