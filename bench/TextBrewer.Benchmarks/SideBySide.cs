using System.Diagnostics;

namespace TextBrewer.Benchmarks;

/// <summary>Times several things round by round, each once a round and the first of a round in turn: whatever else the machine does meets all alike.</summary>
internal static class SideBySide
{
    private const int WarmUp = 3;

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
                int place = (i + round) % things.Count;
                long start = Stopwatch.GetTimestamp();
                things[place]();
                times[place].Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }
        return [.. times.Select(t => t.ToArray())];
    }

    internal static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
