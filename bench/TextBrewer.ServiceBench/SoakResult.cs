namespace TextBrewer.ServiceBench;

/// <summary>What a soak found.</summary>
/// <param name="Answered">The requests with the right answer.</param>
/// <param name="Left">The requests whose callers left before it came.</param>
/// <param name="Lost">What else became of requests, a sentence each.</param>
/// <param name="Samples">The service, in equal distances.</param>
internal sealed record SoakResult(int Answered, int Left, IReadOnlyList<string> Lost, IReadOnlyList<SoakSample> Samples)
{
    /// <summary>
    /// How much more memory the service has in the last fifth than in the second one: in the first one its caches and pools fill.
    /// </summary>
    internal double Growth => (Median(Samples.Count * 4 / 5) / Median(Samples.Count / 5)) - 1;

    private double Median(int from)
    {
        long[] bytes = [.. Samples.Skip(from).Take(Math.Max(1, Samples.Count / 5)).Select(sample => sample.Bytes).Order()];
        return bytes[bytes.Length / 2];
    }
}
