using System.Diagnostics;

namespace TextBrewer.Benchmarks;

/// <summary>
/// Times several things round by round, each once a round, so that whatever else the machine does meets all alike, and each right after a
/// pass of its own that does
/// not count, so that it finds the caches as it leaves them itself.
/// </summary>
internal static class SideBySide
{
    private const int WarmUp = 2;

    /// <summary>What each thing takes.</summary>
    /// <param name="things">What is timed.</param>
    /// <param name="seconds">When no further round begins.</param>
    /// <param name="least">How many rounds there are at least.</param>
    internal static Timing[] Time(IReadOnlyList<Action> things, double seconds, int least)
    {
        for (int round = 0; round < WarmUp; round++)
            foreach (Action thing in things) thing();
        Timing[] times = [.. things.Select(_ => new Timing([], []))];
        long begin = Stopwatch.GetTimestamp();
        for (int round = 0; round < least || Stopwatch.GetElapsedTime(begin).TotalSeconds < seconds; round++)
        {
            for (int i = 0; i < things.Count; i++)
            {
                things[i]();
                TimeSpan processor = Environment.CpuUsage.TotalTime;
                long start = Stopwatch.GetTimestamp();
                things[i]();
                times[i].Clock.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                times[i].Processor.Add((Environment.CpuUsage.TotalTime - processor).TotalMilliseconds);
            }
        }
        return times;
    }
}
