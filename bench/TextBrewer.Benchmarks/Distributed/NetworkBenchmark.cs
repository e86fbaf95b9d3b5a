using System.Diagnostics;
using TextBrewer.Benchmarks.Processes;
using TextBrewer.Benchmarks.Results;
using TextBrewer.Benchmarks.Steps;

namespace TextBrewer.Benchmarks.Distributed;

/// <summary>
/// Two network namespaces in place of two hosts, and a link of limited speed between them: what a run says of its exchange before the
/// first step, against what it takes.
/// </summary>
internal static class NetworkBenchmark
{
    private const int Turns = 3, Turn = 3;

    private const double Error = 30;

    internal static BenchmarkResult Run()
    {
        MpiLauncher launcher = MpiLauncher.TwoHosts;
        // It says itself what it would need.
        ProgramRun probe = ProgramRun.Of(new ProcessStartInfo(launcher.Path, ["true"]), TimeSpan.FromMinutes(1))!;
        string said = probe.Errors.Split('\n')[0].Trim();
        Console.Error.WriteLine(said);
        if (probe.Code != 0) return new BenchmarkResult("network", [new("link", null, "", Note: said)]);

        StepShape shape = StepShape.T4Tiny;
        List<ResultRow> rows = [new("link", null, "", Note: said)];
        using RankGroup two = new(launcher, 2, 1, shape);
        foreach (ExchangeVariant variant in ExchangeVariant.All.Where(variant => variant.Accumulation == 1))
        {
            VariantExchange[] turns = [.. Enumerable.Range(0, Turns).Select(_ => VariantExchange.Measure(two, variant, shape, Turn))];
            double foretold = Timing.Median(turns.Select(turn => turn.Said.Milliseconds));
            double measured = Timing.Median(turns.Select(turn => turn.Exchange));
            string name = $"{shape.Name}: {variant.Title}";
            rows.AddRange(
            [
                new($"{name}, sent", turns[0].Said.Bytes / 1e6, "MB"),
                new($"{name}, step", Timing.Median(turns.Select(turn => turn.Step)), "ms"),
                new($"{name}, exchange said before", foretold, "ms"),
                new($"{name}, exchange measured", measured, "ms"),
                new($"{name}, said against measured", 100 * ((foretold / measured) - 1), "%", Bound.Within(Error)),
            ]);
        }
        return new BenchmarkResult("network", rows);
    }
}
