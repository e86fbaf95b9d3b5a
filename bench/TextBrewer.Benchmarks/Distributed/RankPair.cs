namespace TextBrewer.Benchmarks.Distributed;

/// <summary>
/// Two processes that know nothing of each other and take steps at the same time: each has the machine as one of two has it.
/// </summary>
internal sealed record RankPair(RankGroup Left, RankGroup Right)
{
    internal void Begin(int batch)
    {
        Left.Begin(ExchangeVariant.Plain, batch);
        Right.Begin(ExchangeVariant.Plain, batch);
    }

    /// <summary>Takes a turn of steps, the same number in both.</summary>
    internal IReadOnlyList<TimedStep> Steps(int steps)
    {
        Left.Start(steps);
        Right.Start(steps);
        return [.. Left.Taken(), .. Right.Taken()];
    }

    internal void End()
    {
        Left.End();
        Right.End();
    }
}
