using TextBrewer.Benchmarks.Results;
using TextBrewer.Benchmarks.Steps;
using static TorchSharp.torch;

namespace TextBrewer.Benchmarks.Machine;

/// <summary>
/// The constants of this machine: products, bandwidth, what an operator costs. A model of three terms made of them is held against measured
/// steps, and then asked about machines that are not here.
/// </summary>
internal static class MachineBenchmark
{
    private const double Giga = 1e9, Milli = 1e3, Micro = 1e6;

    private const int Rounds = 4;

    // The share of a step, in percent, that clipping, optimizer and zeroing may have.
    private const double Asked = 4;

    private static readonly (StepShape Shape, int Steps)[] Shapes = [(StepShape.Large, 1), (StepShape.Real, 8), (StepShape.Tiny, 60)];

    internal static BenchmarkResult Run()
    {
        int threads = get_num_threads();
        Streams streams = Streams.Measure();
        double call = SmallOperators.Call(), region = SmallOperators.Region();
        List<ResultRow> rows =
        [
            new("threads", threads, ""),
            new("copy of 100 M floats", streams.Copy / Giga, "GB/s"),
            new("AdamW over 100 M floats", streams.AdamW / Giga, "GB/s"),
            new("norm of 100 M floats", streams.Norm / Giga, "GB/s"),
            new("zeroing 100 M floats", streams.Zero / Giga, "GB/s"),
            new("copy of 1 M floats", streams.CachedCopy / Giga, "GB/s"),
            new("a small operator from C#", call * Micro, "µs"),
            new("two threads' beginning and end", region * Micro, "µs"),
        ];
        List<ResultRow> elsewhere = [];
        foreach ((StepShape shape, int steps) in Shapes)
        {
            string name = $"{shape.Name}, {shape.Batch} × {shape.Length}";
            FixedCost cost = FixedCost.Of(shape);
            using GemmPeak peak32 = new(shape, ScalarType.Float32), peak16 = new(shape, ScalarType.BFloat16);
            double measured = Measured(shape, steps, peak32, peak16);
            ComputeRates here = new("here", peak32.Best * Giga, peak16.Best * Giga, streams.AdamW, streams.CachedCopy);
            rows.AddRange(Here(name, shape, cost, here, measured));
            if (shape == StepShape.Real) rows.AddRange(Floor(name, shape, streams, measured));
            foreach (ComputeRates machine in new[]
            {
                here, here.Cores(8, threads, region), here.Cores(32, threads, region), ComputeRates.A100, ComputeRates.H100,
            })
                elsewhere.AddRange(Elsewhere($"{machine.Name}: {name}", shape, cost, machine));
        }
        return new BenchmarkResult("machine", [.. rows, .. elsewhere]);
    }

    /// <summary>The best step in seconds, in turns with the peaks.</summary>
    private static double Measured(StepShape shape, int steps, params GemmPeak[] peaks)
    {
        using ShapeRun run = new(shape);
        return Enumerable.Range(0, Rounds).Min(_ =>
        {
            foreach (GemmPeak peak in peaks) peak.Measure();
            return run.Steps(steps).Min();
        }) / Milli;
    }

    /// <summary>The model's terms, and how far their sum is from what was measured.</summary>
    private static IEnumerable<ResultRow> Here(string name, StepShape shape, FixedCost cost, ComputeRates rates, double measured)
    {
        StepModel model = StepModel.Of(shape, cost, rates);
        return
        [
            new($"{name}: GEMM peak fp32", rates.Float32 / Giga, "GFLOP/s"),
            new($"{name}: GEMM peak bf16", rates.BFloat16 / Giga, "GFLOP/s"),
            new($"{name}: operators of a step", cost.Operators, ""),
            new($"{name}: of these the teacher's", cost.TeacherOperators, ""),
            new($"{name}: an operator, backward in it", cost.Step / cost.Operators * Micro, "µs"),
            new($"{name}: model, products", model.Products * Milli, "ms"),
            new($"{name}: model, bytes of activations", model.Activations * Milli, "ms"),
            new($"{name}: model, bytes of weights and optimizer", model.Parameters * Milli, "ms"),
            new($"{name}: model, operators", model.Operators * Milli, "ms"),
            new($"{name}: model", model.Total * Milli, "ms"),
            new($"{name}: measured, best step", measured * Milli, "ms"),
            new($"{name}: model against measured", 100 * ((model.Total / measured) - 1), "%"),
        ];
    }

    /// <summary>
    /// The least that AdamW and the gradient's norm can take: each number touched as often as it must be, at the speeds measured, for
    /// gradients that need no scaling. The embeddings' gradient is dense, whatever a batch touches, and backward zeroes it first.
    /// </summary>
    private static List<ResultRow> Floor(string name, StepShape shape, Streams streams, double measured)
    {
        List<ResultRow> rows = [];
        double embeddings = StepTraffic.Embeddings(shape.Student), all = StepTraffic.Parameters(shape.Student);
        foreach ((string part, double count) in new[] { ("embeddings", embeddings), ("all parameters", all) })
        {
            double bytes = Streams.Float * count;
            double adamW = Streams.AdamWTouches * bytes / streams.AdamW, norm = Streams.NormTouches * bytes / streams.Norm;
            rows.Add(new($"{name}: {part}, millions", count / 1e6, ""));
            rows.Add(new($"{name}: {part}, bytes of AdamW and norm", (Streams.AdamWTouches + Streams.NormTouches) * bytes / 1e6, "MB"));
            rows.Add(new($"{name}: {part}, floor of AdamW", adamW * Milli, "ms"));
            rows.Add(new($"{name}: {part}, floor of the norm", norm * Milli, "ms"));
            rows.Add(new($"{name}: {part}, floor of both, share of the step", 100 * (adamW + norm) / measured, "%"));
        }
        double zeros = Streams.ZeroTouches * Streams.Float * embeddings;
        double touched = (Streams.AdamWTouches + Streams.NormTouches) * Streams.Float * all;
        rows.Add(new($"{name}: embeddings, floor of the zeros", zeros / streams.Zero * Milli, "ms"));
        rows.Add(new($"{name}: bandwidth that {Asked} % would need", touched / (Asked / 100 * measured) / Giga, "GB/s"));
        return rows;
    }

    private static IEnumerable<ResultRow> Elsewhere(string name, StepShape shape, FixedCost cost, ComputeRates machine) =>
    [
        new($"{name}, fp32", StepModel.Of(shape, cost, machine).Total * Milli, "ms"),
        new($"{name}, bf16", StepModel.Of(shape, cost, machine, bf16: true).Total * Milli, "ms"),
        new($"{name}, bf16 and stored teacher", StepModel.Of(shape, cost, machine, bf16: true, stored: true).Total * Milli, "ms"),
    ];
}
