using System.Diagnostics;
using System.Globalization;
using TextBrewer.Benchmarks.Processes;
using TextBrewer.Benchmarks.Steps;
using TextBrewer.Models.Heads;
using static TorchSharp.torch;

namespace TextBrewer.Benchmarks.Plain;

/// <summary>
/// The plain loop in a process of its own, with torch as it comes: nothing is changed about the system's memory or about the kernels that
/// MKL takes, as in a program that does not call <c>LibTorch.Load</c>.
/// </summary>
internal static class PlainChild
{
    private const int Steps = 5;

    private static readonly Dictionary<string, string> AsItComes = new()
    {
        ["TEXTBREWER_MKL_AVX512"] = "0",
        ["THP_MEM_ALLOC_ENABLE"] = "0",
        // glibc's own default: what a user has set of it stays, and with it all else.
        ["MALLOC_ARENA_TEST"] = "8",
    };

    /// <summary>What its best step takes, in milliseconds, and GFLOP/s of <c>linear</c> in float32 between its steps.</summary>
    internal static (double Best, double Peak) Measure(StepShape shape)
    {
        double[] numbers = ChildProgram.Numbers(AsItComes, "plain", shape.Name);
        return (numbers[0], numbers[1]);
    }

    /// <summary>Takes steps, after one that does not count, and prints the best and the peak.</summary>
    /// <param name="name">The shape's name.</param>
    internal static int Run(string name)
    {
        StepShape shape = new[] { StepShape.Large, StepShape.Real, StepShape.Padded }.Single(shape => shape.Name == name);
        (SequenceClassifier teacher, SequenceClassifier student) = shape.Models();
        using SequenceClassifier ownTeacher = teacher, ownStudent = student;
        using StepBatch batch = shape.RandomBatch();
        using PlainLoop loop = new(shape, teacher, student, frees: true);
        using GemmPeak peak = new(shape, ScalarType.Float32);
        loop.Step(batch);
        double best = double.MaxValue;
        for (int step = 0; step < Steps; step++)
        {
            peak.Measure();
            long start = Stopwatch.GetTimestamp();
            loop.Step(batch);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{best:R} {peak.Best:R}"));
        return 0;
    }
}
