using System.Diagnostics;
using System.Globalization;
using TextBrewer.Benchmarks.Processes;
using TextBrewer.Benchmarks.Results;

namespace TextBrewer.Benchmarks.Tiny;

/// <summary>
/// Steps a second of the quickstart's distillation, as the command line runs it, observers, store and all: the time of the whole run less
/// that of a short one, so that start and end do not count. Another checkout, which may know no store, takes turns with this one.
/// </summary>
internal static class TinyBenchmark
{
    private const int Rounds = 2, Short = 100, Long = 3283;

    private const double Faster = 3;

    // The recipe's own batch may change; what is compared with other code, and with figures of before, may not.
    private const string Batch = "training.batch_size=32", LearningRate = "training.learning_rate=1e-3";

    /// <param name="against">A checkout of other code, its command line built in Release; null: this one alone.</param>
    internal static BenchmarkResult Run(string? against)
    {
        using QuickstartFolder folder = new();
        Run("build", Path.Combine(Places.Root, "src", "TextBrewer.Cli"), "-c", "Release", "-v", "quiet");
        List<double> here = [], there = [];
        for (int round = 0; round < Rounds; round++)
        {
            here.Add(Rate(Places.Root, folder, folder.Recipe));
            if (against is not null) there.Add(Rate(against, folder, folder.WithoutStore));
        }
        List<ResultRow> rows = [new("steps a second", Timing.Median(here), "/s", Note: "2 layers of 48 from 6 of 96, batch 32, 7 epochs")];
        if (against is not null)
        {
            rows.Add(new("steps a second, the other code", Timing.Median(there), "/s"));
            rows.Add(new("against the other code", Timing.Ratio(here, there), "×", Bound.AtLeast(Faster)));
        }
        else
        {
            rows.Add(new("against the other code", null, "×", Bound.AtLeast(Faster), "needs --against FOLDER"));
        }
        return new BenchmarkResult("tiny", rows);
    }

    private static double Rate(string checkout, QuickstartFolder folder, string recipe)
    {
        double few = Seconds(checkout, folder, recipe, Short), many = Seconds(checkout, folder, recipe, Long);
        return (Long - Short) / (many - few);
    }

    private static double Seconds(string checkout, QuickstartFolder folder, string recipe, int steps)
    {
        folder.Clear();
        string program = Path.Combine(checkout, "src", "TextBrewer.Cli", "bin", "Release", "net10.0", "TextBrewer.Cli.dll");
        if (!File.Exists(program)) throw new FileNotFoundException($"There is no '{program}': build that checkout in Release.", program);
        string count = string.Create(CultureInfo.InvariantCulture, $"training.num_steps={steps}");
        long start = Stopwatch.GetTimestamp();
        string folders = $"training.output_dir={folder.Run}";
        Run(program, "distill", recipe, "--set", folders, "--set", count, "--set", Batch, "--set", LearningRate);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Run(params string[] arguments)
    {
        ProgramRun run = ProgramRun.Of(new ProcessStartInfo("dotnet", arguments))!;
        if (run.Code == 0) return;
        throw new InvalidOperationException($"'dotnet {string.Join(' ', arguments)}' ended with {run.Code}. {run.Errors}");
    }
}
