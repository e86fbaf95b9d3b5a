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
    {
        if (gold.Count != predicted.Count)
            throw new ArgumentException($"{gold.Count} numbers and {predicted.Count} predictions.", nameof(predicted));
        Count = gold.Count;
        Pearson = Correlation(gold, predicted);
        Spearman = double.IsNaN(Pearson) ? double.NaN : Correlation(Ranks(gold), Ranks(predicted));
        MeanSquaredError = Count == 0 ? 0 : gold.Zip(predicted, (a, b) => (a - b) * (a - b)).Average();
    }

    /// <summary>How many were compared.</summary>
    public int Count { get; }

    /// <summary>Pearson's correlation, from −1 to 1.</summary>
    public double Pearson { get; }

    /// <summary>Spearman's correlation: Pearson's of the ranks; equal numbers share the mean of their ranks.</summary>
    public double Spearman { get; }

    /// <summary>The mean of the squared differences.</summary>
    public double MeanSquaredError { get; }

    private static double Correlation(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        if (a.Count == 0 || Constant(a) || Constant(b)) return 0;
        double meanA = a.Average(), meanB = b.Average(), together = 0, ofA = 0, ofB = 0;
        for (int i = 0; i < a.Count; i++)
        {
            double x = a[i] - meanA, y = b[i] - meanB;
            (together, ofA, ofB) = (together + (x * y), ofA + (x * x), ofB + (y * y));
        }
        double spread = Math.Sqrt(ofA) * Math.Sqrt(ofB);
        return spread == 0 ? 0 : Math.Clamp(together / spread, -1, 1);
    }

    /// <summary>Asked of the numbers themselves: rounding leaves a spread that is not quite 0.</summary>
    private static bool Constant(IReadOnlyList<double> numbers) => numbers.All(n => n == numbers[0]);

    private static double[] Ranks(IReadOnlyList<double> numbers)
    {
        int[] order = [.. Enumerable.Range(0, numbers.Count).OrderBy(i => numbers[i])];
        double[] ranks = new double[numbers.Count];
        for (int from = 0; from < order.Length;)
        {
            int to = from + 1;
            while (to < order.Length && numbers[order[to]] == numbers[order[from]]) to++;
            for (int i = from; i < to; i++) ranks[order[i]] = (from + 1 + to) / 2.0;
            from = to;
        }
        return ranks;
    }
}
