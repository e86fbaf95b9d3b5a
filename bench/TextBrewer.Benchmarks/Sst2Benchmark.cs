using System.Globalization;
using TextBrewer.Recipes.Running;
using TextBrewer.Text.Metrics;
using TextBrewer.Text.Reading;

namespace TextBrewer.Benchmarks;

/// <summary>The student of <c>samples/recipes/sst2.json</c> with several seeds, over both labelled files together.</summary>
internal static class Sst2Benchmark
{
    /// <summary>What TextBrewer's own student of this recipe reaches, and how far below it ours may be.</summary>
    private const double Reference = 0.90123, Allowance = 0.01;

    internal static int Run(string recipe, string data, IReadOnlyList<int> seeds)
    {
        List<double> accuracies = [];
        foreach (int seed in seeds)
        {
            DirectoryInfo folder = Directory.CreateTempSubdirectory("sst2 ");
            try
            {
                RecipeRun.Distill(RecipeFile.Read(recipe, [$"training.seed={seed}", $"training.output_dir={folder.FullName}", "training.keep_checkpoints=1"]), new RunHost { Say = Console.Error.WriteLine });
                using ClassifierFolder student = new(Path.Combine(folder.FullName, "student"));
                ClassificationMetrics[] files = [.. new[] { "dev.tsv", "test-labeled.tsv" }.Select(name => student.Evaluate(student.Read(Path.Combine(data, name), new TableOptions { Text = "sentence", Label = "label" })))];
                accuracies.Add((double)files.Sum(f => f.Right) / files.Sum(f => f.Count));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {string.Join(", ", files.Select(f => $"{f.Right} of {f.Count}"))}: {accuracies[^1]:F5}"));
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"mean {accuracies.Average():F5}; TextBrewer's own student {Reference:F5}"));
        return accuracies.Average() >= Reference - Allowance ? 0 : 1;
    }
}
