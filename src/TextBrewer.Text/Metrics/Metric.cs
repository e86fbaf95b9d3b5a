namespace TextBrewer.Text.Metrics;

/// <summary>A metric as the files of a run name it.</summary>
/// <param name="Name">Its name in <c>result.json</c>.</param>
/// <param name="Scale">The scale that it is measured on.</param>
/// <param name="Title">What a person reads.</param>
public sealed record Metric(string Name, MetricScale Scale, string Title)
{
    /// <summary>Whether a person reads it in percent.</summary>
    public bool IsShare => Scale is MetricScale.Fraction or MetricScale.Percent;

    /// <summary>Whether less of it is better.</summary>
    public bool LowerIsBetter => Scale == MetricScale.Perplexity;

    /// <summary>Whether <see cref="Fraction"/> is a share of 1.</summary>
    public bool HasFraction => Scale != MetricScale.Number;

    /// <summary>What a person reads of <see cref="Fraction"/>.</summary>
    public string FractionTitle => LowerIsBetter ? $"1 / {Title}" : Title;

    /// <summary>
    /// A share as a fraction of 1, whatever its scale, of a perplexity its inverse, so that more is better; any other number as it is.
    /// </summary>
    public double Fraction(double value) => Scale switch
    {
        MetricScale.Percent => value / 100,
        MetricScale.Perplexity => 1 / value,
        _ => value,
    };

    /// <summary>A share in percent, whatever its scale; any other number as it is.</summary>
    public double Shown(double value) => Scale == MetricScale.Fraction ? 100 * value : value;
}
