namespace TextBrewer.Training;

/// <summary>
/// What it will cost several processes to sum their gradients, measured before the first step; as slow as the slowest of them.
/// </summary>
/// <param name="Processes">How many there are.</param>
/// <param name="Hosts">On how many hosts.</param>
/// <param name="Bytes">What each has to sum at a step.</param>
/// <param name="BytesPerSecond">How fast they sum.</param>
/// <param name="Latency">How long the smallest exchange takes.</param>
/// <param name="Exchange">How long a step's exchange takes.</param>
/// <param name="Compute">How long a process computes for a step, without what reads and writes beside it.</param>
public sealed record ExchangeCost(
    int Processes,
    int Hosts,
    long Bytes,
    double BytesPerSecond,
    TimeSpan Latency,
    TimeSpan Exchange,
    TimeSpan Compute)
{
    /// <summary>The share of a step that goes into the exchange.</summary>
    public double Share => Exchange / (Exchange + Compute);
}
