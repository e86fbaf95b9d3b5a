using TextBrewer.Reports.Analysis;
using TextBrewer.Reports.Charts;
using TextBrewer.Reports.Markup;
using TextBrewer.Text.Metrics;

namespace TextBrewer.Reports.Sections;

/// <summary>Quality against size and speed, version by version, with the winner marked.</summary>
internal static class VersionsSection
{
    internal static Element? Render(ReportData data)
    {
        if (data.Versions.Count == 0) return null;
        ReportVersion? winner = Winner.Of(data.Versions);
        (string Set, Metric Metric)[] columns = [.. Metrics(data, metrics => MetricSet.Of(metrics.Keys).Main)];
        Element table = Html.Table(
            [
                Html.Head("version"),
                .. columns.Select(c => Html.NumberHead(Title(c.Set, c.Metric))),
                .. data.Result?.Agreement is null ? [] : new[] { Html.NumberHead("agrees with teacher") },
                Html.NumberHead("parameters"), Html.NumberHead("size"), Html.NumberHead("median time"),
            ],
            data.Versions.Select(version => Row(data, version, columns, version == winner)),
            "Quality, size and speed of every version");
        return Html.Section("versions", data.Versions.Count == 1 ? "Quality, size, speed" : "Quality against size and speed",
            table,
            new Element("div",
                ScatterChart.Draw(data.Versions, winner),
                new Element("div",
                    winner is null ? null : Html.Note(
                        Winner.Rule,
                        winner.IsSaved ? null : " This one was trained to compare with: its weights are in its checkpoints."),
                    Html.Note($"Time is for one text alone, tokenization left out; metrics are over {data.MeasuredOn}."))).Class("split"),
            AllMetrics(data));
    }

    private static IEnumerable<(string Set, Metric Metric)> Metrics(
        ReportData data,
        Func<IReadOnlyDictionary<string, double>, IEnumerable<Metric>> shown) =>
        data.Versions.Select(v => v.Result.Dev).FirstOrDefault(dev => dev is not null)?.Items.Where(set => set.Value.Count > 0)
            .SelectMany(set => shown(set.Value).Select(metric => (set.Key, metric))) ?? [];

    private static string Title(string set, Metric metric) => metric.Title + (set.Length == 0 ? "" : $", {set}");

    private static Element Cell(ReportVersion version, (string Set, Metric Metric) column) => Html.Number(
        Value(version, column.Set, column.Metric.Name) is double value ? new MetricFormat(column.Metric).Show(value) : "–");

    private static Element Row(
        ReportData data,
        ReportVersion version,
        IEnumerable<(string Set, Metric Metric)> columns,
        bool wins)
    {
        Element row = Html.Row(
            new Fragment(Html.Key(version.Style), version.Title, wins ? new Element("span", "winner").Class("badge") : null),
            [
                .. columns.Select(column => Cell(version, column)),
                .. data.Result?.Agreement is { } agreement
                    ? [Html.Number(agreement.TryGetValue(version.Key, out double share) ? Numbers.Percent(share) : "–")]
                    : Array.Empty<Element>(),
                Html.Number(version.Result.Parameters is long parameters ? Numbers.Count(parameters) : "–"),
                Html.Number(Numbers.Bytes(version.Result.Bytes)),
                Html.Number(version.Latency is double latency ? Numbers.Milliseconds(latency) : "–"),
            ]).With("data-version", version.Key);
        return wins ? row.Class("wins") : row;
    }

    private static double? Value(ReportVersion version, string set, string metric) =>
        version.Result.Dev?.Items.FirstOrDefault(item => item.Key == set).Value is { } metrics
            && metrics.TryGetValue(metric, out double value) ? value : null;

    private static Element? AllMetrics(ReportData data)
    {
        (string Set, Metric Metric)[] rows = [.. Metrics(data, All)];
        return rows.Length == 0 ? null : new Element("details", new Element("summary", "All metrics"), Html.Table(
            [Html.Head("metric"), .. data.Versions.Select(v => Html.NumberHead(v.Title))],
            rows.Select(row => Html.Row(
                Title(row.Set, row.Metric),
                data.Versions.Select(version => Cell(version, row)))),
            "All metrics of every version"));

        static IEnumerable<Metric> All(IReadOnlyDictionary<string, double> metrics) =>
            metrics.Keys.Select(name => MetricSet.Of(metrics.Keys)[name]);
    }
}
