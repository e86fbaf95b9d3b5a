namespace TextBrewer.Text.Metrics;

/// <summary>
/// How far a metric may be off because other examples could have been drawn: the percentile bootstrap (Efron 1979). The same number of
/// examples gives the same resamples, so that models which are scored one after the other are compared on the same ones.
/// </summary>
public static class Bootstrap
{
    /// <summary>How many resamples are drawn.</summary>
    public const int Resamples = 1000;

    private const int Seed = 20_200_228;

    private const double Outside = 0.025;

    /// <summary>The metrics of each resample, by name.</summary>
    /// <param name="examples">The examples.</param>
    /// <param name="cancellationToken">Stops after the resample at hand.</param>
    public static IReadOnlyDictionary<string, double[]> Metrics(CountedExamples examples, CancellationToken cancellationToken = default)
    {
        Dictionary<string, double[]> metrics = [];
        Random random = new(Seed);
        int[] times = new int[examples.Count];
        for (int resample = 0; resample < Resamples && times.Length > 0; resample++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Array.Clear(times);
            for (int i = 0; i < times.Length; i++) times[random.Next(times.Length)]++;
            foreach ((string name, double value) in examples.Score(times))
            {
                if (!metrics.TryGetValue(name, out double[]? values)) metrics[name] = values = new double[Resamples];
                values[resample] = value;
            }
        }
        return metrics;
    }

    /// <summary>The interval of a number's values; null: one of them is no number.</summary>
    /// <param name="values">A value for each resample.</param>
    public static Interval? Interval(IReadOnlyList<double> values)
    {
        if (values.Count == 0 || !values.All(double.IsFinite)) return null;
        double[] sorted = [.. values.Order()];
        return new Interval(Quantile(sorted, Outside), Quantile(sorted, 1 - Outside));
    }

    /// <summary>Between two values in proportion, as NumPy does it.</summary>
    private static double Quantile(double[] sorted, double share)
    {
        double place = share * (sorted.Length - 1);
        int below = (int)place, above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }
}
