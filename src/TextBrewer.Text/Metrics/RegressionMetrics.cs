namespace TextBrewer.Text.Metrics;

/// <summary>
/// How near predicted numbers come to the real ones. A correlation with numbers that are all the same is 0, not undefined: such a model
/// knows nothing, and a score that is not a number can be neither compared nor written as JSON. Predictions that are not numbers make
/// scores that are none.
/// </summary>
public sealed record RegressionMetrics
{
    /// <summary>Compares numbers pair by pair.</summary>
    public RegressionMetrics(IReadOnlyList<double> gold, IReadOnlyList<double> predicted)
        : this(new RankedNumbers(gold), new RankedNumbers(predicted))
    {
    }

    /// <summary>Compares numbers pair by pair.</summary>
    /// <param name="gold">The real numbers.</param>
    /// <param name="predicted">The predicted ones.</param>
    /// <param name="times">How often each pair counts; null: once.</param>
    public RegressionMetrics(RankedNumbers gold, RankedNumbers predicted, IReadOnlyList<int>? times = null)
    {
        (IReadOnlyList<double> real, IReadOnlyList<double> found) = (gold.Values, predicted.Values);
        if (real.Count != found.Count)
            throw new ArgumentException($"{real.Count} numbers and {found.Count} predictions.", nameof(predicted));
        times ??= [.. Enumerable.Repeat(1, real.Count)];
        Count = times.Sum();
        Pearson = Correlation(real, found, times);
        Spearman = double.IsNaN(Pearson) ? double.NaN : Correlation(gold.Ranks(times), predicted.Ranks(times), times);
        MeanSquaredError = Count == 0 ? 0 : Mean([.. real.Zip(found, (a, b) => (a - b) * (a - b))], times);
    }

    /// <summary>How many were compared.</summary>
    public int Count { get; }

    /// <summary>Pearson's correlation, from −1 to 1.</summary>
    public double Pearson { get; }

    /// <summary>Spearman's correlation: Pearson's of the ranks; equal numbers share the mean of their ranks.</summary>
    public double Spearman { get; }

    /// <summary>The mean of the squared differences.</summary>
    public double MeanSquaredError { get; }

    private double Correlation(IReadOnlyList<double> a, IReadOnlyList<double> b, IReadOnlyList<int> times)
    {
        if (Count == 0 || IsConstant(a, times) || IsConstant(b, times)) return 0;
        double meanA = Mean(a, times), meanB = Mean(b, times), together = 0, ofA = 0, ofB = 0;
        for (int i = 0; i < a.Count; i++)
        {
            double x = a[i] - meanA, y = b[i] - meanB;
            (together, ofA, ofB) = (together + (times[i] * x * y), ofA + (times[i] * x * x), ofB + (times[i] * y * y));
        }
        double spread = Math.Sqrt(ofA) * Math.Sqrt(ofB);
        return spread == 0 ? 0 : Math.Clamp(together / spread, -1, 1);
    }

    private double Mean(IReadOnlyList<double> numbers, IReadOnlyList<int> times)
    {
        double sum = 0;
        for (int i = 0; i < numbers.Count; i++) sum += times[i] * numbers[i];
        return sum / Count;
    }

    /// <summary>Asked of the numbers themselves: rounding leaves a spread that is not quite 0.</summary>
    private static bool IsConstant(IReadOnlyList<double> numbers, IReadOnlyList<int> times)
    {
        double? first = null;
        for (int i = 0; i < numbers.Count; i++)
        {
            if (times[i] == 0) continue;
            first ??= numbers[i];
            if (numbers[i] != first) return false;
        }
        return true;
    }
}
