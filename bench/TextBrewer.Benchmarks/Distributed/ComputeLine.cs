namespace TextBrewer.Benchmarks.Distributed;

/// <summary>What a machine computes for a step: a line through two sizes of batch, in seconds.</summary>
/// <param name="Fixed">Whatever the batch.</param>
/// <param name="PerExample">For each example.</param>
internal readonly record struct ComputeLine(double Fixed, double PerExample)
{
    // The smaller batch is this part of the larger.
    private const int Part = 4;

    /// <summary>Measures it, both sizes in turns.</summary>
    /// <param name="one">One process with all cores.</param>
    /// <param name="batch">The larger batch.</param>
    /// <param name="rounds">How many turns of each.</param>
    /// <param name="turn">Steps of a turn.</param>
    internal static ComputeLine Measure(RankGroup one, int batch, int rounds, int turn)
    {
        List<double> large = [], small = [];
        for (int round = 0; round < rounds; round++)
        {
            large.Add(Seconds(batch));
            small.Add(Seconds(batch / Part));
        }
        double perExample = (Timing.Median(large) - Timing.Median(small)) / (batch - (batch / Part));
        return new ComputeLine(Timing.Median(large) - (perExample * batch), perExample);

        double Seconds(int examples)
        {
            one.Begin(ExchangeVariant.Plain, examples);
            double median = Timing.Median(one.Steps(turn).Select(step => step.Whole)) / 1e3;
            one.End();
            return median;
        }
    }
}
