using static TorchSharp.torch;

namespace TextBrewer.Torch.Collectives;

/// <summary>How fast the processes reduce: measured, and as slow as the slowest of them.</summary>
/// <param name="BytesPerSecond">The values of float32 that are reduced in a second; infinite for one process alone.</param>
/// <param name="Latency">The time that the smallest reduction takes; zero for one process alone.</param>
public readonly record struct CollectiveSpeed(double BytesPerSecond, TimeSpan Latency)
{
    // A bucket of gradients, and a number.
    private const long LargeBytes = 25_000_000;
    private const int LargeTurns = 3, SmallTurns = 21;

    /// <summary>Measures it; all processes do. It takes about as long as five reductions of 25 MB.</summary>
    /// <param name="collective">The processes.</param>
    /// <param name="clock">Measures the time.</param>
    /// <param name="sum">How a tensor of float32 is summed over the processes, in place; null: as it is.</param>
    public static CollectiveSpeed Measure(ICollective collective, TimeProvider clock, Action<Tensor>? sum = null) =>
        Measure(collective, clock, LargeBytes, sum);

    internal static CollectiveSpeed Measure(ICollective collective, TimeProvider clock, long bytes, Action<Tensor>? sum = null)
    {
        if (collective.Size == 1) return new CollectiveSpeed(double.PositiveInfinity, TimeSpan.Zero);
        using Tensor large = zeros(bytes / sizeof(float)), small = zeros(1, ScalarType.Float64);
        Action<Tensor> plain = tensor => collective.AllReduce(tensor);
        TimeSpan each = Median(collective, clock, large, LargeTurns, sum ?? plain);
        TimeSpan latency = Median(collective, clock, small, SmallTurns, plain);
        return new CollectiveSpeed(bytes / Math.Max(each.TotalSeconds, double.Epsilon), latency);
    }

    private static TimeSpan Median(ICollective collective, TimeProvider clock, Tensor values, int turns, Action<Tensor> sum)
    {
        // The first turn makes connections and room.
        sum(values);
        double[] seconds = new double[turns];
        for (int i = 0; i < turns; i++)
        {
            collective.Barrier();
            long start = clock.GetTimestamp();
            sum(values);
            seconds[i] = clock.GetElapsedTime(start).TotalSeconds;
        }
        collective.AllReduce(seconds, ReduceOperation.Max);
        Array.Sort(seconds);
        return TimeSpan.FromSeconds(seconds[turns / 2]);
    }
}
