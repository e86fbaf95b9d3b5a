using System.Globalization;
using TextBrewer.Benchmarks.Plain;
using TextBrewer.Benchmarks.Results;

namespace TextBrewer.Benchmarks.Steps;

/// <summary>A step of distillation against what the machine can do, and against the loop that people run today.</summary>
internal static class StepBenchmark
{
    // From where on bfloat16 has to pay: its peak against float32's.
    private const double Bf16Pays = 1.8;

    private const double Differ = 1e-5, OptimizerShare = 4, Waiting = 1, Kilobytes = 32;

    /// <param name="seconds">How long the contest of each of the two large shapes goes on.</param>
    internal static BenchmarkResult Run(double seconds)
    {
        List<ResultRow> rows = [];
        rows.AddRange(Shape(StepShape.Large, seconds, least: 3, share: 88, plain: 2.3, withAuto: true));
        rows.AddRange(Shape(StepShape.Real, seconds * 0.6, least: 5, share: 75, plain: null, withAuto: true));
        rows.AddRange(Shape(StepShape.Tiny, seconds * 0.2, least: 5, share: null, plain: null, withAuto: false));
        return new BenchmarkResult("step", rows);
    }

    private static List<ResultRow> Shape(StepShape shape, double seconds, int least, double? share, double? plain, bool withAuto)
    {
        string name = $"{shape.Name}, {shape.Batch} × {shape.Length}";
        using StepContest contest = new(shape, withAuto);
        contest.Run(seconds, least);
        List<ResultRow> rows =
        [
            new($"{name}: fp32, share of GEMM peak", contest.Share, "%", share is double s ? Bound.AtLeast(s) : null),
            new($"{name}: fp32, best step", contest.Ours.Min(), "ms"),
            new($"{name}: fp32, median step", Timing.Median(contest.Ours), "ms", Note: $"{contest.Ours.Count} rounds"),
            new($"{name}: plain loop, best step", contest.Plain.Min(), "ms"),
            new($"{name}: plain loop, median step", Timing.Median(contest.Plain), "ms"),
            new($"{name}: plain loop in one scope, best step", contest.Holding.Min(), "ms"),
            new($"{name}: fp32 against the plain loop in one scope", Timing.Ratio(contest.Holding, contest.Ours), "×"),
            new($"{name}: fp32 against the plain loop", Timing.Ratio(contest.Plain, contest.Ours), "×",
                plain is double p ? Bound.AtLeast(p) : null),
            new($"{name}: GEMM peak fp32", contest.Peak, "GFLOP/s"),
            new($"{name}: GEMM peak bf16", contest.Bf16Peak, "GFLOP/s"),
            new($"{name}: products of a step", StepFlops.Of(shape) / 1e9, "GFLOP"),
            new($"{name}: managed allocation", contest.Bytes / 1024, "KB/step", Bound.AtMost(Kilobytes)),
        ];
        if (withAuto)
        {
            rows.AddRange(Auto(name, contest, isAsked: shape == StepShape.Large));
            rows.AddRange(AsItComes(name, shape, contest));
        }
        rows.AddRange(Parts(name, contest, steps: shape == StepShape.Large ? 4 : 40, isAsked: withAuto));
        rows.Add(new($"{name}: losses against the plain loop's", StepContest.LossDifference(shape), "", Bound.AtMost(Differ)));
        return rows;
    }

    private static IEnumerable<ResultRow> Auto(string name, StepContest contest, bool isAsked)
    {
        string own = $"{name}: auto against fp32", plain = $"{name}: auto against the plain loop";
        double pays = contest.Bf16Peak / contest.Peak;
        bool bound = isAsked && pays >= Bf16Pays;
        string? note = pays >= Bf16Pays ? null : string.Create(CultureInfo.InvariantCulture, $"bf16's peak is {pays:F1} × fp32's");
        return
        [
            new(own, Timing.Ratio(contest.Ours, contest.Auto), "×", bound ? Bound.AtLeast(2) : null, note),
            new(plain, Timing.Ratio(contest.Plain, contest.Auto), "×", bound ? Bound.AtLeast(4.5) : null, note),
            new($"{name}: auto, best step", contest.Auto.Min(), "ms"),
        ];
    }

    private static List<ResultRow> AsItComes(string name, StepShape shape, StepContest contest)
    {
        (double plain, double peak) = PlainChild.Measure(shape);
        return
        [
            new($"{name}: plain loop, torch as it comes, best step", plain, "ms", Note: "in a process of its own"),
            new($"{name}: GEMM peak fp32, torch as it comes", peak, "GFLOP/s"),
            new($"{name}: fp32 against the plain loop, torch as it comes", plain / contest.Ours.Min(), "×"),
            new($"{name}: auto against the plain loop, torch as it comes", plain / contest.Auto.Min(), "×"),
        ];
    }

    private static List<ResultRow> Parts(string name, StepContest contest, int steps, bool isAsked)
    {
        StepParts parts = contest.Parts(steps);
        double whole = StepParts.Names.Sum(parts.Median);
        List<ResultRow> rows = [.. StepParts.Names.Select(part => new ResultRow($"{name}: of a step, {part}", parts.Median(part), "ms"))];
        double optimizer = parts.Median(StepParts.Clip) + parts.Median(StepParts.Optimizer) + parts.Median(StepParts.Zero);
        rows.Add(new(
            $"{name}: optimizer, clipping, zeroing",
            100 * optimizer / whole,
            "%",
            isAsked ? Bound.AtMost(OptimizerShare) : null));
        double waiting = 100 * parts.Median(StepParts.Data) / whole;
        rows.Add(new($"{name}: waiting for data", waiting, "%", isAsked ? Bound.AtMost(Waiting) : null));
        return rows;
    }
}
