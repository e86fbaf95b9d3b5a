using TextBrewer.Benchmarks.Processes;
using TextBrewer.Benchmarks.Results;
using TextBrewer.Benchmarks.Steps;
using TextBrewer.Benchmarks.Tiny;

namespace TextBrewer.Benchmarks.Load;

/// <summary>A machine that is not ours alone: a step beside busy programs, and data that are large.</summary>
internal static class LoadBenchmark
{
    private const int Rounds = 4, Steps = 5, Sentences = 1_000_000;

    private const double Slower = 2.5, Gigabytes = 2;

    internal static BenchmarkResult Run()
    {
        List<double> idle = [], busy = [];
        using (ShapeRun run = new(StepShape.Real, batches: 4))
        {
            for (int round = 0; round < Rounds; round++)
            {
                idle.Add(Timing.Median(run.Steps(Steps)));
                using BusyPrograms programs = new();
                busy.Add(Timing.Median(run.Steps(Steps)));
            }
        }
        using QuickstartFolder folder = new();
        folder.Repeat(Sentences);
        double[] held = ChildProgram.Numbers("sentences", folder.Path);
        return new BenchmarkResult("load",
        [
            new("real, 16 × 24: a step, idle", Timing.Median(idle), "ms"),
            new($"real, 16 × 24: a step beside {Environment.ProcessorCount} busy programs", Timing.Median(busy), "ms"),
            new("real, 16 × 24: busy against idle", Timing.Ratio(busy, idle), "×", Bound.AtMost(Slower)),
            new("a million sentences: most resident memory", held[0] / 1e9, "GB", Bound.AtMost(Gigabytes)),
            new("a million sentences: until the first step is over", held[1], "s"),
        ]);
    }
}
