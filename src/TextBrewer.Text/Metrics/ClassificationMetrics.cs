namespace TextBrewer.Text.Metrics;

/// <summary>
/// How well classes are told apart. Fractions from 0 to 1; a class that never occurs and is never predicted counts as 0, as in
/// scikit-learn.
/// </summary>
public sealed record ClassificationMetrics
{
    /// <summary>Counts predictions; indices are from 0 to <paramref name="labels"/> − 1.</summary>
    /// <param name="expected">The right label of each example.</param>
    /// <param name="predicted">The predicted one.</param>
    /// <param name="labels">How many labels there are.</param>
    /// <param name="times">How often each example counts; null: once.</param>
    public ClassificationMetrics(
        IReadOnlyList<int> expected,
        IReadOnlyList<int> predicted,
        int labels,
        IReadOnlyList<int>? times = null)
    {
        if (expected.Count != predicted
            .Count) throw new ArgumentException($"{expected.Count} labels and {predicted.Count} predictions.", nameof(predicted));
        Confusion = new long[labels, labels];
        for (int i = 0; i < expected.Count; i++) Confusion[expected[i], predicted[i]] += times?[i] ?? 1;
        Count = times?.Sum() ?? expected.Count;

        double[] right = new double[labels], rows = new double[labels], columns = new double[labels];
        for (int i = 0; i < labels; i++)
        {
            right[i] = Confusion[i, i];
            for (int j = 0; j < labels; j++) (rows[i], columns[i]) = (rows[i] + Confusion[i, j], columns[i] + Confusion[j, i]);
        }
        Right = (long)right.Sum();
        double[] precision = [.. right.Zip(columns, Ratio)];
        double[] recall = [.. right.Zip(rows, Ratio)];
        double[] f1 = [.. right.Select((r, i) => Ratio(2 * r, rows[i] + columns[i]))];
        Accuracy = F1Micro = Ratio(Right, Count);
        MacroF1 = labels == 0 ? 0 : f1.Average();
        Precision = labels == 2 ? precision[1] : precision.DefaultIfEmpty().Average();
        Recall = labels == 2 ? recall[1] : recall.DefaultIfEmpty().Average();
        F1 = labels == 2 ? f1[1] : MacroF1;
        Matthews = MatthewsOf(rows, columns);
    }

    /// <summary>How many were counted.</summary>
    public long Count { get; }

    /// <summary>How many were right.</summary>
    public long Right { get; }

    /// <summary>The share that was right.</summary>
    public double Accuracy { get; }

    /// <summary>Two labels: of the second; more: the mean over the labels.</summary>
    public double F1 { get; }

    /// <summary>F1 over all decisions together; with one label for each example it is the accuracy.</summary>
    public double F1Micro { get; }

    /// <summary>The mean of the labels' F1.</summary>
    public double MacroF1 { get; }

    /// <summary>Two labels: of the second; more: the mean over the labels.</summary>
    public double Precision { get; }

    /// <summary>Two labels: of the second; more: the mean over the labels.</summary>
    public double Recall { get; }

    /// <summary>Matthews' correlation (Gorodkin 2004 for more than two labels).</summary>
    public double Matthews { get; }

    /// <summary>Expected label by predicted label.</summary>
    public long[,] Confusion { get; }

    private double MatthewsOf(double[] rows, double[] columns)
    {
        double total = Count;
        double covariance = (Right * total) - rows.Zip(columns, (r, c) => r * c).Sum();
        double spread = Math.Sqrt(((total * total) - rows.Sum(r => r * r)) * ((total * total) - columns.Sum(c => c * c)));
        return Ratio(covariance, spread);
    }

    private static double Ratio(double part, double whole) => whole == 0 ? 0 : part / whole;
}
