using System.Globalization;
using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Recipes.Benchmarking;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Exporting;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Runs;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Reports.Results;
using TextBrewer.Text.Files;

namespace TextBrewer.Benchmarks;

/// <summary>
/// SST-2's teacher and two of its students as ONNX in every form, over 2,693 sentences: how near they come to the models, how large they
/// are, how fast. Students that are not there yet are distilled first.
/// </summary>
internal static class ExportBenchmark
{
    private const int Rounds = 100;

    private static readonly (string Name, string? Recipe)[] Models =
    [
        ("teacher, 6 layers", null),
        ("student, 3 layers", "sst2.json"),
        ("student, T4-tiny", "sst2-T4-tiny.json"),
    ];

    internal static int Run(string shared)
    {
        string[] files = [.. new[] { "dev.tsv", "test-labeled.tsv" }.Select(file => Path.Combine(shared, "data", "sst2", file))];
        List<string> folders = [];
        int wrong = 0;
        Console.WriteLine("| | bytes | largest logit difference | same decisions | right of 2,693 |\n|---|---|---|---|---|");
        foreach ((string name, string? recipe) in Models)
        {
            string source = recipe is null ? Path.Combine(shared, "models", "sst2") : Student(recipe);
            string output = Path.Combine("runs", "onnx", Path.GetFileNameWithoutExtension(recipe ?? "teacher"));
            string portableOutput = output + "-portable";
            using LoadedModel model = new(source);
            TaskData[] data = [.. files.Select(file => model.Read(new RecipeTable { Path = file }))];
            SingleOrNamed<TaskData> sets = new([.. files.Select(Path.GetFileNameWithoutExtension).Zip(data, KeyValuePair.Create)!]);
            int right = Right(model);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {model.Model.Bytes:N0} | | | {right:N0} |"));
            RecipeExport plain = new() { Portable = true, Int8 = false };
            IReadOnlyList<ExportedFile> portable = OnnxFolder.Write(model, source, portableOutput, plain, sets);
            IReadOnlyList<ExportedFile> written =
                OnnxFolder.Write(model, source, output, new RecipeExport(), sets, Console.Error.WriteLine);
            foreach ((string form, ExportedFile file) in new[] { "portable", "ONNX fp32", "ONNX int8" }.Zip([.. portable, .. written]))
            {
                bool int8 = file.Name == ModelFiles.OnnxInt8;
                using LoadedModel exported = new(form == "portable" ? portableOutput : output, int8: int8);
                int after = Right(exported);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name}, {form} | {file.Parity.Bytes:N0} | "
                    + $"{file.Parity.LargestDifference:G2} | {100 * file.Parity.Agreement:F2} % | {after:N0} |"));
                bool far = int8
                    ? right - after > 0.01 * data.Sum(d => d.Inputs.Count)
                    : file.Parity.LargestDifference > Parity.Float32Tolerance;
                if (far) wrong++;
            }
            folders.AddRange([source, output]);

            int Right(LoadedModel judged) => (int)data.Sum(texts => judged.Evaluate(texts).Right!.Value);
        }
        Time(folders, files[0]);
        return wrong;
    }

    private static void Time(List<string> folders, string data)
    {
        using LatencyBenchmark benchmark = new();
        foreach ((string folder, int i) in folders.Select((folder, i) => (folder, i)))
        {
            string name = Models[i / 2].Name;
            benchmark.Add(i % 2 == 0 ? $"{name}, TorchSharp" : $"{name}, ONNX fp32", () => new LoadedModel(folder));
            if (i % 2 == 1) benchmark.Add($"{name}, ONNX int8", () => new LoadedModel(folder, int8: true));
        }
        Console.WriteLine("\n| | batch | p50 ms | p95 ms | p99 ms | sentences/s | MB in memory |\n|---|---|---|---|---|---|---|");
        foreach (int batch in (int[])[1, 32])
            foreach (Latency row in benchmark.Run(batch, new RecipeTable { Path = data }, Rounds))
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {row.Name} | {batch} | {row.P50:F2} | {row.P95:F2} | "
                    + $"{row.P99:F2} | {row.TextsPerSecond:N0} | {row.ResidentBytes / 1e6:F0} |"));
    }

    private static string Student(string recipe)
    {
        Recipe read = RecipeFile.Read(Path.Combine("samples", "recipes", recipe), ["training.keep_checkpoints=1"]);
        string folder = read.Training.OutputDir, student = Path.Combine(folder, "student");
        if (Directory.Exists(student)) return student;
        RunHost host = new() { Say = Console.Error.WriteLine };
        if (Directory.Exists(Path.Combine(folder, "checkpoints"))) RecipeRun.Resume(folder, host);
        else RecipeRun.Distill(read, host);
        return student;
    }
}
