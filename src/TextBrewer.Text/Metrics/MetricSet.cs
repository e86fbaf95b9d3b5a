namespace TextBrewer.Text.Metrics;

/// <summary>
/// The metrics that a data set is measured by. A name alone does not say its scale (<c>f1</c> of answers is in percent, any other a
/// fraction): the set that it stands in does.
/// </summary>
public sealed class MetricSet
{
    private static readonly Metric[] Fractions =
    [
        Fraction("accuracy"), Fraction("f1", "F1"), Fraction("f1_micro", "F1 micro"), Fraction("f1_samples", "F1 samples"),
        Fraction("precision"), Fraction("recall"), Fraction("hamming"),
    ];

    private static readonly Metric[] Numbers =
    [
        Number("matthews"), Number("pearson"), Number("spearman"), Number("mse", "mean squared error"),
        new("perplexity", MetricScale.Perplexity, "perplexity"),
    ];

    // The first metric of a row is the one to judge by.
    private static readonly MetricSet[] Rows =
    [
        new([.. Fractions, .. Numbers], main: 1),
        new([Percent("f1", "F1"), Percent("exact_match")], main: 2),
    ];

    private readonly IReadOnlyList<Metric> _metrics;
    private readonly int _main;

    private MetricSet(IReadOnlyList<Metric> metrics, int main) => (_metrics, _main) = (metrics, main);

    /// <summary>The metric to judge by.</summary>
    public Metric Judged => _metrics[0];

    /// <summary>The metrics that a table shows: the one to judge by, of answers both.</summary>
    public IEnumerable<Metric> Main => _metrics.Take(_main);

    /// <summary>The metric of a name.</summary>
    /// <param name="name">One of the names that the set was asked for.</param>
    public Metric this[string name] => _metrics.First(metric => metric.Name == name);

    /// <summary>The set of these names.</summary>
    /// <param name="names">The names of a data set's metrics, the one to judge by first; one that no set has counts as a fraction.</param>
    public static MetricSet Of(IEnumerable<string> names)
    {
        string[] all = [.. names];
        MetricSet row = Rows.FirstOrDefault(set => all.All(set.Has)) ?? Rows[0];
        return new([.. all.Select(name => row.Has(name) ? row[name] : Fraction(name))], row._main);
    }

    /// <summary>The metric to judge by as <see cref="Metric.Fraction"/> has it: more is better.</summary>
    /// <param name="values">The values by name.</param>
    public double Share(IReadOnlyDictionary<string, double> values) => Judged.Fraction(values[Judged.Name]);

    private bool Has(string name) => _metrics.Any(metric => metric.Name == name);

    private static Metric Fraction(string name, string? title = null) => new(name, MetricScale.Fraction, title ?? Words(name));

    private static Metric Percent(string name, string? title = null) => new(name, MetricScale.Percent, title ?? Words(name));

    private static Metric Number(string name, string? title = null) => new(name, MetricScale.Number, title ?? Words(name));

    private static string Words(string name) => name.Replace('_', ' ');
}
