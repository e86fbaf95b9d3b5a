using System.Globalization;
using TextBrewer.Benchmarks.Tables;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Runs;

namespace TextBrewer.Benchmarks;

/// <summary>A sample recipe's student with several seeds, against what TextBrewer's own student of the same settings reaches.</summary>
/// <param name="recipe">The recipe's file name in <c>samples/recipes</c>.</param>
/// <param name="files">What is judged by.</param>
/// <param name="reference">What TextBrewer's student reaches.</param>
/// <param name="allowance">How far below it ours may be.</param>
internal sealed class StudentBenchmark(string recipe, JudgingFiles files, double reference, double allowance)
{
    private static readonly Dictionary<string, StudentBenchmark> All = new()
    {
        ["sst2"] = new("sst2.json", new("accuracy", "sst2", "dev.tsv", "test-labeled.tsv"), 0.90123, 0.01),
        ["wnut17"] = new("wnut17-minilm.json", new("f1", "wnut17", "emerging.dev.conll"), 0.4632, 0.01),
        ["squad"] = new("squad-minilm.json", new("f1", "squad", "v1.1-dev10.json"), 53.01, 1.5),
    };

    internal static int Run(BenchmarkArguments arguments)
    {
        if (arguments.Values is [var name, ..] && All.TryGetValue(name, out StudentBenchmark? student))
            return student.Run(arguments.Integers(1, 1, 2, 3));
        Console.Error.WriteLine($"Name one of the students: {string.Join(", ", All.Keys)}.");
        return 2;
    }

    private int Run(IReadOnlyList<int> seeds)
    {
        List<double> values = [];
        foreach (int seed in seeds)
        {
            using TemporaryFolder folder = new("student ");
            string[] settings = [$"training.seed={seed}", $"training.output_dir={folder.Path}", "training.keep_checkpoints=1"];
            Recipe read = RecipeFile.Read(Places.Recipe(recipe), settings);
            RecipeRun.Distill(read, new RunHost { Say = Console.Error.WriteLine });
            Judgement found = files.Judge(folder.Path, read);
            values.Add(found.Value);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}: "
                + $"{string.Join(", ", found.Scores.Select(s => $"{s.Right} of {s.Count}"))}: {files.Metric} {found.Value:F5}"));
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"mean {values.Average():F5}; TextBrewer's own student {reference}"));
        return values.Average() >= reference - allowance ? 0 : 1;
    }
}
