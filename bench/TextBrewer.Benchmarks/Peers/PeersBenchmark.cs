using System.Diagnostics;
using TextBrewer.Benchmarks.Results;
using TextBrewer.Benchmarks.Steps;
using static TorchSharp.torch;

namespace TextBrewer.Benchmarks.Peers;

/// <summary>
/// TextBrewer's loop on PyTorch beside ours, in turns, on as many threads. Its PyTorch may have another BLAS, so its own GEMM speed is
/// measured too, and times are compared as they would be on equal GEMM speed.
/// </summary>
internal static class PeersBenchmark
{
    private const int Rounds = 2;

    // What a shape may take in all: PyTorch's threads wait awake for each other, and on a machine that is not theirs alone a step of theirs
    // has taken twelve times as long.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(100);

    private static readonly (string What, string Unit)[] Figures =
    [
        ("TextBrewer on PyTorch, best step", "ms"),
        ("ours, best step", "ms"),
        ("PyTorch's GEMM peak", "GFLOP/s"),
        ("our GEMM peak", "GFLOP/s"),
        ("PyTorch, share of its GEMM peak", "%"),
        ("ours, share of our GEMM peak", "%"),
        ("ours against PyTorch", "×"),
        ("ours against PyTorch, per equal GEMM speed", "×"),
    ];

    internal static BenchmarkResult Run()
    {
        int threads = get_num_threads();
        PyTorch? peer = PyTorch.Find();
        if (peer is null) Console.Error.WriteLine("No python3 here has torch, so there is nothing to compare with. On Debian: "
            + "apt-get install -y --no-install-recommends python3-torch libopenblas0-openmp");
        List<ResultRow> rows = [new("threads on each side", threads, "", Note: peer is null ? null : $"torch {peer.Version}")];
        foreach ((StepShape shape, int steps) in new[] { (StepShape.Large, 2), (StepShape.Real, 15) })
        {
            string name = $"{shape.Name}, {shape.Batch} × {shape.Length}";
            (double?[] values, string? note) = Shape(shape, steps, peer, threads);
            rows.AddRange(Figures.Select((figure, i) =>
                new ResultRow($"{name}: {figure.What}", values[i], figure.Unit, Note: values[i] is null ? note : null)));
        }
        return new BenchmarkResult("peers", rows);
    }

    /// <summary>The figures in their order; of those that are null, why.</summary>
    private static (double?[] Values, string? Note) Shape(StepShape shape, int steps, PyTorch? peer, int threads)
    {
        using GemmPeak peak = new(shape, ScalarType.Float32);
        using ShapeRun run = new(shape);
        double ours = double.MaxValue;
        (double StepMs, double Gflops)? theirs = null;
        string? note = peer is null ? "no torch in python3" : null;
        long start = Stopwatch.GetTimestamp();
        foreach (string? waiting in Waitings(threads))
        {
            peak.Measure();
            ours = Math.Min(ours, run.Steps(steps).Min());
            TimeSpan left = Limit - Stopwatch.GetElapsedTime(start);
            if (note is not null || left <= TimeSpan.Zero) continue;
            (double StepMs, double Gflops)? answer = peer!.Steps(shape, steps, threads, waiting, left);
            if (answer is null) note = "not in time";
            else if (answer.Value.StepMs == 0) note = "reference BLAS: install libopenblas0-openmp";
            else theirs = Better(theirs ?? answer.Value, answer.Value);
        }
        double share = Share(shape, ours, peak.Best);
        if (theirs is not { } t) return ([null, ours, null, peak.Best, null, share, null, null], note ?? "not in time");
        double equal = t.StepMs * t.Gflops / (ours * peak.Best);
        return ([t.StepMs, ours, t.Gflops, peak.Best, Share(shape, t.StepMs, t.Gflops), share, t.StepMs / ours, equal], null);
    }

    private static (double StepMs, double Gflops) Better((double StepMs, double Gflops) a, (double StepMs, double Gflops) b) =>
        (Math.Min(a.StepMs, b.StepMs), Math.Max(a.Gflops, b.Gflops));

    /// <summary>
    /// How PyTorch's threads wait, round by round. Asleep is better on a busy machine, awake on an idle one: the better of the two counts.
    /// One thread waits for nobody, and what the user has set stays.
    /// </summary>
    private static string?[] Waitings(int threads)
    {
        bool isSet = Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is { Length: > 0 };
        return threads == 1 || isSet ? [.. Enumerable.Repeat<string?>(null, Rounds)] : ["passive", "active"];
    }

    private static double Share(StepShape shape, double milliseconds, double gflops) =>
        100 * StepFlops.Of(shape) / (milliseconds / 1e3) / (gflops * 1e9);
}
