using static TorchSharp.torch;

namespace TextBrewer.Torch.Collectives;

/// <summary>How fast the processes reduce: measured, and as slow as the slowest of them.</summary>
/// <param name="BytesPerSecond">The values that are reduced in a second; infinite for one process alone.</param>
/// <param name="Latency">The time that the smallest reduction takes; zero for one process alone.</param>
public readonly record struct CollectiveSpeed(double BytesPerSecond, TimeSpan Latency)
{
    // A bucket of gradients, and a number.
    private const long LargeBytes = 25_000_000;
    private const int LargeTurns = 3, SmallTurns = 21;

    /// <summary>Measures it; all processes do. It takes about as long as five reductions of 25 MB.</summary>
    /// <param name="collective">The processes.</param>
    /// <param name="clock">Measures the time.</param>
    public static CollectiveSpeed Measure(ICollective collective, TimeProvider clock) => Measure(collective, clock, LargeBytes);

    internal static CollectiveSpeed Measure(ICollective collective, TimeProvider clock, long bytes)
    {
        if (collective.Size == 1) return new CollectiveSpeed(double.PositiveInfinity, TimeSpan.Zero);
        using Tensor large = zeros(bytes / sizeof(float)), small = zeros(1, ScalarType.Float64);
        TimeSpan each = Median(collective, clock, large, LargeTurns), latency = Median(collective, clock, small, SmallTurns);
        return new CollectiveSpeed(bytes / Math.Max(each.TotalSeconds, double.Epsilon), latency);
    }

    private static TimeSpan Median(ICollective collective, TimeProvider clock, Tensor values, int turns)
    {
        // The first turn makes connections and room.
        collective.AllReduce(values);
        double[] seconds = new double[turns];
        for (int i = 0; i < turns; i++)
        {
            collective.Barrier();
            long start = clock.GetTimestamp();
            collective.AllReduce(values);
            seconds[i] = clock.GetElapsedTime(start).TotalSeconds;
        }
        collective.AllReduce(seconds, ReduceOperation.Max);
        Array.Sort(seconds);
        return TimeSpan.FromSeconds(seconds[turns / 2]);
    }
}
