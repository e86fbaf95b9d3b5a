using TextBrewer.Text.Metrics;

namespace TextBrewer.Reports.Results;

/// <summary>How near a model's other form comes to it, on the same texts.</summary>
/// <param name="LargestDifference">The largest difference between two logits.</param>
/// <param name="Agreement">The share of decisions that are the same; null: the task decides nothing, or there was no data.</param>
/// <param name="Before">The model's metrics; null: there was no data.</param>
/// <param name="After">The metrics of the other form; null: there was no data.</param>
/// <param name="Bytes">The size of its file.</param>
public sealed record Parity(
    double LargestDifference,
    double? Agreement,
    SingleOrNamed<IReadOnlyDictionary<string, double>>? Before,
    SingleOrNamed<IReadOnlyDictionary<string, double>>? After,
    long Bytes)
{
    /// <summary>The largest difference of logits that two ways to compute the same float32 model may have.</summary>
    public const double Float32Tolerance = 1e-4;

    /// <summary>Layers that an int8 model keeps in float32, because the metric would lose too much; null: none.</summary>
    public IReadOnlyList<string>? Float32Layers { get; init; }

    /// <summary>
    /// What the metric that the task is judged by loses, as a share of its largest value, on the data set where it loses most; null: there
    /// was no data.
    /// </summary>
    public double? MetricLoss => Before is null || After is null
        ? null
        : Largest([.. Before.Items.Zip(After.Items)
            .Where(pair => pair.First.Value.Count > 0 && pair.Second.Value.Count > 0)
            .Select(pair => MainMetric(pair.First.Value) - MainMetric(pair.Second.Value))]);

    // LINQ's own maximum passes over what is no number.
    private static double? Largest(IReadOnlyList<double> losses) => losses.Count == 0 ? null : losses.Aggregate(Math.Max);

    private static double MainMetric(IReadOnlyDictionary<string, double> metrics) => MetricSet.Of(metrics.Keys).Share(metrics);
}
