namespace TextBrewer.ServiceBench;

/// <summary>What callers saw.</summary>
/// <param name="Milliseconds">The time of each answered request, shortest first.</param>
/// <param name="Failed">The requests that were not answered with 200.</param>
/// <param name="Seconds">How long they went on.</param>
internal sealed record LoadResult(double[] Milliseconds, int Failed, double Seconds)
{
    internal double PerSecond => Milliseconds.Length / Seconds;

    internal double Percentile(int percent) =>
        Milliseconds.Length == 0 ? double.NaN : Milliseconds[Math.Min(Milliseconds.Length - 1, Milliseconds.Length * percent / 100)];
}
