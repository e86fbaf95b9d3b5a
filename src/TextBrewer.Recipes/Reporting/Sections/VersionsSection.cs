using TextBrewer.Recipes.Reporting.Charts;
using TextBrewer.Recipes.Reporting.Markup;

namespace TextBrewer.Recipes.Reporting.Sections;

/// <summary>Quality against size and speed, version by version, with the winner marked.</summary>
internal static class VersionsSection
{
    internal static Element? Render(ReportData data)
    {
        if (data.Versions.Count == 0) return null;
        ReportVersion? winner = Winner.Of(data.Versions);
        (string Set, string Metric, MetricScale Scale)[] columns = [.. Metrics(data, MetricScale.Main)];
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
                    Html.Note($"Time is for one text alone, tokenization left out; metrics are over {data.Judged}."))).Class("split"),
            AllMetrics(data));
    }

    private static IEnumerable<(string Set, string Metric, MetricScale Scale)> Metrics(
        ReportData data,
        Func<IReadOnlyDictionary<string, double>, IEnumerable<string>> shown) =>
        data.Versions.Select(v => v.Result.Dev).FirstOrDefault(dev => dev is not null)?.Items.Where(set => set.Value.Count > 0)
            .SelectMany(set => shown(set.Value).Select(metric => (set.Key, metric, MetricScale.Of(set.Value, metric)))) ?? [];

    private static string Title(string set, string metric) => MetricScale.Title(metric) + (set.Length == 0 ? "" : $", {set}");

    private static Element Row(
        ReportData data,
        ReportVersion version,
        IEnumerable<(string Set, string Metric, MetricScale Scale)> columns,
        bool wins)
    {
        Element row = Html.Row(
            new Fragment(Html.Key(version.Style), version.Title, wins ? new Element("span", "winner").Class("badge") : null),
            [
                .. columns.Select(c => Html.Number(Value(version, c.Set, c.Metric) is double value ? c.Scale.Show(value) : "–")),
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
        (string Set, string Metric, MetricScale Scale)[] rows = [.. Metrics(data, metrics => metrics.Keys)];
        return rows.Length == 0 ? null : new Element("details", new Element("summary", "All metrics"), Html.Table(
            [Html.Head("metric"), .. data.Versions.Select(v => Html.NumberHead(v.Title))],
            rows.Select(row => Html.Row(
                Title(row.Set, row.Metric),
                data.Versions.Select(v => Html.Number(Value(v, row.Set, row.Metric) is double value ? row.Scale.Show(value) : "–")))),
            "All metrics of every version"));
    }
}
