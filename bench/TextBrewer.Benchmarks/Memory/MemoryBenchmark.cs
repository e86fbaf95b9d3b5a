using TextBrewer.Benchmarks.Processes;
using TextBrewer.Benchmarks.Results;

namespace TextBrewer.Benchmarks.Memory;

/// <summary>Whether memory grows over a run, how much a step takes, and how much gradient checkpointing leaves of that.</summary>
internal static class MemoryBenchmark
{
    private const double Growth = 2, Megabyte = 1e6;

    internal static BenchmarkResult Run()
    {
        double[] steps = ChildProgram.Numbers("steps");
        double ours = ChildProgram.Numbers("peak", "ours")[0], plain = ChildProgram.Numbers("peak", "plain")[0];
        double whole = ChildProgram.Numbers("peak", "long")[0], recomputed = ChildProgram.Numbers("peak", "checkpointing")[0];
        double[] times = ChildProgram.Numbers("times", "long");
        return new BenchmarkResult("memory",
        [
            new("tiny: resident after 200 steps", steps[0] / Megabyte, "MB"),
            new("tiny: resident after 2,000 steps", steps[1] / Megabyte, "MB"),
            new("tiny: resident after 200 steps and a full collection", steps[2] / Megabyte, "MB"),
            new("tiny: resident after 2,000 steps and a full collection", steps[3] / Megabyte, "MB"),
            new("tiny: growth from 200 to 2,000 steps", 100 * ((steps[1] / steps[0]) - 1), "%", Bound.AtMost(Growth)),
            new("tiny: growth, full collections before", 100 * ((steps[3] / steps[2]) - 1), "%", Bound.AtMost(Growth)),
            new("large: most memory of our step", ours / Megabyte, "MB"),
            new("large: most memory of the plain loop's step", plain / Megabyte, "MB"),
            new("large: ours against the plain loop", ours / plain, "×", Bound.AtMost(1)),
            new("long, 8 × 512: most memory", whole / Megabyte, "MB"),
            new("long, 8 × 512: most memory with gradient checkpointing", recomputed / Megabyte, "MB"),
            new("long, 8 × 512: memory with gradient checkpointing against without", recomputed / whole, "×", Bound.AtMost(1)),
            new("long, 8 × 512: best step", times[0] / 1e3, "ms"),
            new("long, 8 × 512: best step with gradient checkpointing", times[1] / 1e3, "ms"),
            new("long, 8 × 512: time with gradient checkpointing against without", times[1] / times[0], "×"),
        ]);
    }
}
