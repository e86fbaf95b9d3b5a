using TextBrewer.Benchmarks.Results;
using TextBrewer.Benchmarks.Steps;
using TextBrewer.Benchmarks.Tables;

namespace TextBrewer.Benchmarks.Distributed;

/// <summary>
/// Several processes of one distillation: against one process, what of a step they exchange, how well a step's time is foretold, and what
/// that says of many machines. Contenders take turns; who waits is asleep.
/// </summary>
internal static class DistributedBenchmark
{
    // Rounds of turns, and the steps of a turn.
    private const int Rounds = 5, Turn = 3;

    private const double AgainstOne = 0.95, Error = 20;

    // Groups of further processes that are measured, of a shape of which eight fit in memory.
    private static readonly int[] More = [4, 8];

    /// <summary>What can be measured.</summary>
    internal static IReadOnlyList<StepShape> Shapes { get; } = [StepShape.T3, StepShape.T4Tiny, StepShape.Tiny];

    /// <param name="arguments">The shapes' names; none: T3 and T4-tiny.</param>
    internal static int Run(BenchmarkArguments arguments)
    {
        string[] names = [.. Shapes.Select(shape => shape.Name)];
        if (arguments.Values.FirstOrDefault(name => !names.Contains(name)) is not { } unknown)
            return arguments.Finish(Measure(arguments.Values.Count > 0 ? arguments.Values : [StepShape.T3.Name, StepShape.T4Tiny.Name]));
        Console.Error.WriteLine($"There is no shape '{unknown}': {string.Join(", ", names)}.");
        return 2;
    }

    private static BenchmarkResult Measure(IReadOnlyList<string> chosen)
    {
        MpiLauncher? launcher = MpiLauncher.Find();
        if (launcher is null)
        {
            const string None = "no mpirun here (Debian: openmpi-bin or mpich)";
            Console.Error.WriteLine($"There is {None}: nothing was measured.");
            return new BenchmarkResult("distributed", [new("launcher", null, "", Note: None)]);
        }
        List<ResultRow> rows = [new("cores", Environment.ProcessorCount, "", Note: Path.GetFileName(launcher.Path))];
        foreach (StepShape shape in Shapes.Where(shape => chosen.Contains(shape.Name)))
            rows.AddRange(Shape(launcher, shape, shape == StepShape.T3 ? [] : More));
        return new BenchmarkResult("distributed", rows);
    }

    // No more processes than what takes turns needs.
    private static List<ResultRow> Shape(MpiLauncher launcher, StepShape shape, int[] more)
    {
        List<ResultRow> rows;
        Dictionary<ExchangeVariant, VariantExchange> exchanges;
        ComputeLine compute;
        using (RankGroup two = new(launcher, 2, 1, shape))
        {
            using (RankGroup one = new(launcher, 1, 2, shape))
            {
                rows = AgainstOneProcess(shape, one, two);
                compute = ComputeLine.Measure(one, shape.Batch, Rounds, Turn);
            }
            exchanges = ExchangeVariant.All.ToDictionary(variant => variant, variant => VariantExchange.Measure(two, variant, shape, Turn));
        }
        int[] sizes = [2, .. more];
        using RankGroup left = new(launcher, 1, 1, shape), right = new(launcher, 1, 1, shape);
        RankPair pair = new(left, right);
        foreach (int processes in sizes)
        {
            using RankGroup group = new(launcher, processes, 1, shape);
            rows.AddRange(Foretold(shape, processes, group, pair));
        }
        return
        [
            .. rows,
            .. exchanges.SelectMany(measured => measured.Value.Rows($"{shape.Name}: {measured.Key.Title}")),
            .. ScalingRows.Of(shape, compute, exchanges),
        ];
    }

    /// <summary>Two processes of a thread against one of two.</summary>
    private static List<ResultRow> AgainstOneProcess(StepShape shape, RankGroup one, RankGroup two)
    {
        List<double> ones = [], twos = [];
        one.Begin(ExchangeVariant.Plain, shape.Batch);
        two.Begin(ExchangeVariant.Plain, shape.Batch);
        for (int round = 0; round < Rounds; round++)
        {
            ones.Add(Median(one.Steps(Turn)));
            twos.Add(Median(two.Steps(Turn)));
        }
        two.End();
        one.End();
        return
        [
            new($"{shape.Name}: one process of two threads", Timing.Median(ones), "ms"),
            new($"{shape.Name}: two processes of a thread", Timing.Median(twos), "ms"),
            new($"{shape.Name}: two processes against one", Timing.Ratio(ones, twos), "×", Bound.AtLeast(AgainstOne)),
        ];
    }

    /// <summary>Takes turns: the processes together, and a process's share alone, beside another that does the same.</summary>
    private static List<ResultRow> Foretold(StepShape shape, int processes, RankGroup group, RankPair pair)
    {
        List<double> steps = [], shares = [];
        ExpectedExchange said = group.Begin(ExchangeVariant.Plain, shape.Batch);
        pair.Begin(shape.Batch / processes);
        for (int round = 0; round < Rounds; round++)
        {
            steps.Add(Median(group.Steps(Turn)));
            shares.Add(Median(pair.Steps(Turn)));
        }
        pair.End();
        group.End();
        return Rows(shape, processes, said, shares, steps);
    }

    /// <summary>
    /// Processes that share cores take turns on them: a step is their shares one after the other, divided among the cores, and the
    /// exchange.
    /// </summary>
    private static List<ResultRow> Rows(StepShape shape, int processes, ExpectedExchange said, List<double> shares, List<double> steps)
    {
        string name = $"{shape.Name}: {processes} processes";
        double turns = Math.Max(1, (double)processes / Environment.ProcessorCount), share = Timing.Median(shares);
        double foretold = (turns * share) + said.Milliseconds, measured = Timing.Median(steps);
        return
        [
            new($"{name}, a process's share", share, "ms"),
            new($"{name}, sums", said.BytesPerSecond / 1e6, "MB/s"),
            new($"{name}, exchange", said.Milliseconds, "ms"),
            new($"{name}, foretold", foretold, "ms"),
            new($"{name}, measured", measured, "ms"),
            new($"{name}, foretold against measured", 100 * ((foretold / measured) - 1), "%", Bound.Within(Error)),
        ];
    }

    private static double Median(IEnumerable<TimedStep> steps) => Timing.Median(steps.Select(step => step.Whole));
}
