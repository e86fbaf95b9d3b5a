namespace TextBrewer.Benchmarks;

/// <summary>What one thing took, round by round, in milliseconds.</summary>
/// <param name="Clock">By the clock.</param>
/// <param name="Processor">Of all processors together: what other programs do hardly counts.</param>
internal sealed record Timing(List<double> Clock, List<double> Processor)
{
    /// <summary>The median of the quotients of each round: what slows a whole round down does not count.</summary>
    internal static double Ratio(List<double> times, List<double> others) => Median(times.Zip(others, (time, other) => time / other));

    internal static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
