namespace TextBrewer.Benchmarks.Distributed;

/// <summary>
/// The time of a step of many machines, in seconds: what each computes for its examples, and an exchange of gradients that nothing
/// overlaps. Each process sends its share of every bucket to every other, and its sums back: twice the bytes, less what stays at home, and
/// two messages to each other process for each bucket.
/// </summary>
/// <param name="Fixed">What a machine computes for a step whatever its examples: clipping, optimizer, operators.</param>
/// <param name="PerExample">What it computes for an example.</param>
/// <param name="Own">What the exchange takes where the network takes nothing: copying, rounding, summing.</param>
/// <param name="Bytes">What is summed at a step, as it travels.</param>
internal sealed record ScalingModel(double Fixed, double PerExample, double Own, double Bytes)
{
    /// <summary>What a message costs beside its bytes; taken for granted, as no network was at hand.</summary>
    internal const double Message = 10e-6;

    // What travels together, and the small exchanges of a step: counts of losses, which gradients there are, whether to stop.
    private const double Bucket = 25 << 20;
    private const int Small = 3;

    // Where a doubling of the machines is no longer worth it.
    private const double Worth = 1.5;

    /// <summary>Steps for one sum of gradients, or one average of weights and both moments.</summary>
    internal int Accumulation { get; init; } = 1;

    /// <summary>How many times the gradients' bytes an exchange has.</summary>
    internal int Times { get; init; } = 1;

    /// <summary>The time for <see cref="Accumulation"/> batches, and what they exchange.</summary>
    /// <param name="machines">How many machines.</param>
    /// <param name="examples">Examples of each at a batch.</param>
    /// <param name="link">Bytes a second that a machine sends, and receives at the same time.</param>
    internal double Step(double machines, double examples, double link) => Compute(examples) + Exchange(machines, link);

    /// <summary>The share of the machines' time in which they compute, in percent.</summary>
    internal double Efficiency(double machines, double examples, double link) =>
        100 * Compute(examples) / Step(machines, examples, link);

    /// <summary>The number of machines of which twice as many would not make the same batch one and a half times as fast.</summary>
    /// <param name="batch">Examples of the whole batch.</param>
    /// <param name="link">As above.</param>
    internal int End(int batch, double link)
    {
        int machines = 1;
        while (machines < batch && Whole(machines) / Whole(2 * machines) >= Worth) machines *= 2;
        return machines;

        double Whole(int count) => Step(count, (double)batch / count, link);
    }

    private double Compute(double examples) => Accumulation * (Fixed + (PerExample * examples));

    private double Exchange(double machines, double link)
    {
        if (machines == 1) return 0;
        double others = machines - 1, bytes = Times * Bytes, buckets = Math.Ceiling(bytes / Bucket);
        double network = (2 * bytes * others / machines / link) + (2 * others * buckets * Message);
        return (Times * Own) + network + (Small * Math.Ceiling(Math.Log2(machines)) * 2 * Message);
    }
}
