using TextBrewer.Text.Metrics;

namespace TextBrewer.Reports.Analysis;

/// <summary>What <see cref="ReportVersion.Quality"/> is called and how it is shown.</summary>
internal sealed class QualityMeasure
{
    private readonly bool _percent;

    private QualityMeasure(string name, bool percent) => (Name, _percent) = (name, percent);

    /// <summary>The first metric's name; of several dev sets with different ones <c>quality</c>.</summary>
    internal string Name { get; }

    /// <summary>The name with the unit.</summary>
    internal string Title => _percent ? $"{Name} in\u00A0%" : Name;

    /// <summary>What a difference is counted in.</summary>
    internal string Difference => _percent ? "difference, points" : "difference";

    internal static QualityMeasure Of(IReadOnlyList<ReportVersion> versions)
    {
        Metric[] judged = [.. versions.Select(v => v.Result.Dev).FirstOrDefault(dev => dev is not null)?.Items
            .Where(set => set.Value.Count > 0)
            .Select(set => MetricSet.Of(set.Value.Keys).Judged)
            .DistinctBy(metric => metric.Name) ?? []];
        return judged is [var metric] ? new(metric.FractionTitle, metric.HasFraction) : new("quality", percent: true);
    }

    /// <summary>A quality as the number that stands beside an axis.</summary>
    internal double Number(double quality) => _percent ? 100 * quality : quality;

    /// <summary>A place on that axis: a share is never below nothing nor above all.</summary>
    internal double Within(double number) => _percent ? Math.Clamp(number, 0, 100) : number;

    internal string Show(double quality) => _percent ? Numbers.Percent(quality) : Numbers.Of(quality, "F4");

    internal string Signed(double difference) => Numbers.Signed(Number(difference), _percent ? "F2" : "F4");
}
