namespace TextBrewer.Text.Metrics;

/// <summary>A metric as the files of a run name it.</summary>
/// <param name="Name">Its name in <c>result.json</c>.</param>
/// <param name="Scale">The scale that it is measured on.</param>
/// <param name="Title">What a person reads.</param>
public sealed record Metric(string Name, MetricScale Scale, string Title)
{
    /// <summary>Whether a person reads it in percent.</summary>
    public bool IsShare => Scale != MetricScale.Number;

    /// <summary>A share as a fraction of 1, whatever its scale; any other number as it is.</summary>
    public double Fraction(double value) => Scale == MetricScale.Percent ? value / 100 : value;

    /// <summary>A share in percent, whatever its scale; any other number as it is.</summary>
    public double Shown(double value) => Scale == MetricScale.Fraction ? 100 * value : value;
}
