using TextBrewer.Text.Metrics;

namespace TextBrewer.Reports.Analysis;

/// <summary>How the report shows a metric: a share in percent, a correlation or an error as the number that it is.</summary>
/// <param name="metric">The metric.</param>
internal sealed class MetricFormat(Metric metric)
{
    /// <summary>The metric's name for a person.</summary>
    internal string Title => metric.Title;

    /// <summary>What stands behind the number.</summary>
    internal string Unit => metric.IsShare ? "\u00A0%" : "";

    /// <summary>The number that is shown.</summary>
    internal double Number(double value) => metric.Shown(value);

    /// <summary>How far a value may be off: half of an interval, or a standard deviation.</summary>
    internal string Off(double half) => "±\u00A0" + Numbers.Of(Number(half), metric.IsShare ? "F2" : "F4");

    /// <summary>A difference; of a share in points.</summary>
    internal string Signed(double difference) => Numbers.Signed(Number(difference), metric.IsShare ? "F2" : "F4");

    internal string Show(double value) => Numbers.Of(Number(value), metric.IsShare ? "F2" : "F4") + Unit;
}
