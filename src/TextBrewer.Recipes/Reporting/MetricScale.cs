namespace TextBrewer.Recipes.Reporting;

/// <summary>
/// How a metric is shown: answers are measured in percent, most else in fractions, correlations and errors are numbers of their own.
/// </summary>
/// <param name="Factor">From the metric as it is measured to the number that is shown.</param>
/// <param name="Unit">What stands behind it.</param>
/// <param name="Format">Its digits.</param>
internal sealed record MetricScale(double Factor, string Unit, string Format)
{
    private const string ExactMatch = "exact_match";

    private static readonly string[] Plain = ["pearson", "spearman", "matthews", "mse"];

    private static readonly MetricScale Percent = new(100, "\u00A0%", "F2"), AlreadyPercent = new(1, "\u00A0%", "F2"), Number = new(
        1,
        "",
        "F4");

    /// <summary>The scale of a metric.</summary>
    /// <param name="metrics">The metrics that it stands among.</param>
    /// <param name="name">Its name.</param>
    internal static MetricScale Of(IReadOnlyDictionary<string, double> metrics, string name) =>
        metrics.ContainsKey(ExactMatch) ? AlreadyPercent : Plain.Contains(name) ? Number : Percent;

    /// <summary>The metrics that a table shows: the one to judge by, and both of answers.</summary>
    internal static IReadOnlyList<string> Main(IReadOnlyDictionary<string, double> metrics) =>
        metrics.ContainsKey(ExactMatch) ? ["f1", ExactMatch] : [metrics.Keys.First()];

    /// <summary>The first of the metrics, which is the one to judge by, with answers' percent as a share too.</summary>
    internal static double Share(IReadOnlyDictionary<string, double> metrics) =>
        metrics.First().Value / (metrics.ContainsKey(ExactMatch) ? 100 : 1);

    internal string Show(double value) => Numbers.Of(value * Factor, Format) + Unit;

    /// <summary>A metric's name for a person.</summary>
    internal static string Title(string name) => name switch
    {
        "f1" => "F1",
        "f1_micro" => "F1 micro",
        "f1_samples" => "F1 samples",
        "mse" => "mean squared error",
        _ => name.Replace('_', ' '),
    };
}
