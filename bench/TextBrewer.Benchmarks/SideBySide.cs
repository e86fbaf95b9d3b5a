using System.Diagnostics;

namespace TextBrewer.Benchmarks;

/// <summary>
/// Times several things round by round, each once a round, so that whatever else the machine does meets all alike, and each right after a pass of its own that does
/// not count, so that it finds the caches as it leaves them itself.
/// </summary>
internal static class SideBySide
{
    private const int WarmUp = 2;

    /// <summary>Milliseconds of each thing in each round.</summary>
    /// <param name="things">What is timed.</param>
    /// <param name="seconds">When no further round begins.</param>
    /// <param name="least">How many rounds there are at least.</param>
    internal static double[][] Time(IReadOnlyList<Action> things, double seconds, int least)
    {
        for (int round = 0; round < WarmUp; round++)
            foreach (Action thing in things) thing();
        List<double>[] times = [.. things.Select(_ => new List<double>())];
        long begin = Stopwatch.GetTimestamp();
        for (int round = 0; round < least || Stopwatch.GetElapsedTime(begin).TotalSeconds < seconds; round++)
        {
            for (int i = 0; i < things.Count; i++)
            {
                things[i]();
                long start = Stopwatch.GetTimestamp();
                things[i]();
                times[i].Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }
        return [.. times.Select(t => t.ToArray())];
    }

    /// <summary>The median of the quotients of each round: what slows a whole round down does not count.</summary>
    internal static double Ratio(double[] times, double[] others) => Median(times.Zip(others, (time, other) => time / other));

    internal static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
