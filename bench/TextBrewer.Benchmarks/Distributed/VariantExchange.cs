using TextBrewer.Benchmarks.Results;
using TextBrewer.Benchmarks.Steps;

namespace TextBrewer.Benchmarks.Distributed;

/// <summary>What two processes exchange at a step.</summary>
/// <param name="Said">What they said of it before the first step.</param>
/// <param name="Step">A step, in milliseconds.</param>
/// <param name="Exchange">The exchange, without waiting.</param>
/// <param name="Wait">How long the first waited for the other.</param>
internal sealed record VariantExchange(ExpectedExchange Said, double Step, double Exchange, double Wait)
{
    internal static VariantExchange Measure(RankGroup two, ExchangeVariant variant, StepShape shape, int turn)
    {
        ExpectedExchange said = two.Begin(variant, shape.Batch, isClocked: true);
        IReadOnlyList<TimedStep> steps = two.Steps(turn);
        two.End();
        return new VariantExchange(
            said,
            Timing.Median(steps.Select(step => step.Whole)),
            Timing.Median(steps.Select(step => step.Exchange)),
            Timing.Median(steps.Select(step => step.Wait)));
    }

    internal IEnumerable<ResultRow> Rows(string name) =>
    [
        new($"{name}, sent", Said.Bytes / 1e6, "MB"),
        new($"{name}, step", Step, "ms"),
        new($"{name}, exchange", Exchange, "ms"),
        new($"{name}, share of the step", 100 * Exchange / Step, "%"),
        new($"{name}, share said before", Said.Share, "%"),
        new($"{name}, waiting for the other", Wait, "ms"),
    ];
}
