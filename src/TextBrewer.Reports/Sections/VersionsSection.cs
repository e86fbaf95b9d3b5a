using TextBrewer.Reports.Analysis;
using TextBrewer.Reports.Charts;
using TextBrewer.Reports.Markup;
using TextBrewer.Reports.Results;
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
                    winner is null ? NoWinner(data) : Html.Note(
                        Winner.Rule,
                        winner.IsSaved ? null : " This one was trained to compare with: its weights are in its checkpoints."),
                    Html.Note($"Time is for one text alone, tokenization left out; metrics are over {data.MeasuredOn}."),
                    data.Result?.AgreementOver == ReportData.Entities
                        ? Html.Note("Agreement is of the entities that teacher or version finds: the share that both find.")
                        : null,
                    Certainty(data))).Class("split"),
            DifferencesTable(data, columns),
            AllMetrics(data));
    }

    private static Element? NoWinner(ReportData data) =>
        data.Version(VersionNames.Teacher)?.Quality is not null && data.Versions.Any(v => v.Result.BelowFloor is not null)
            ? Html.Note(Winner.None)
            : null;

    /// <summary>How far versions lie apart, with what chance alone could make of it.</summary>
    private static Element? DifferencesTable(ReportData data, IReadOnlyList<(string Set, Metric Metric)> columns)
    {
        Element[] rows = [.. (data.Result?.Differences ?? []).SelectMany(difference => columns.Select(c => Row(data, difference, c)))
            .OfType<Element>()];
        return rows.Length == 0 ? null : new Element("div",
            new Element("h3", "Differences on the same examples"),
            Html.Table(
                [
                    Html.Head("version"), Html.Head("against"), Html.Head("metric"), Html.NumberHead("difference"),
                    Html.NumberHead("95 % interval"), Html.Head("apart"),
                ],
                rows,
                "Differences between versions"),
            Html.Note("Both versions are measured on the same resamples. Apart: the interval does not hold 0, so that more than the choice "
                + "of examples makes the difference.")).With("id", "apart");
    }

    private static Element? Row(ReportData data, VersionDifference difference, (string Set, Metric Metric) column)
    {
        (string set, Metric metric) = column;
        if (data.Version(difference.Version) is not { } version || data.Version(difference.Against) is not { } against) return null;
        if (Value(version, set, metric.Name) - Value(against, set, metric.Name) is not double value) return null;
        Interval? interval = difference.Dev.Items.FirstOrDefault(item => item.Key == set).Value?.Intervals.GetValueOrDefault(metric.Name);
        if (interval is null) return null;
        MetricFormat format = new(metric);
        return Html.Row(
            version.Title,
            Html.Words(against.Title),
            Html.Words(Title(set, metric) + (metric.IsShare ? ", points" : "")),
            Html.Number(format.Signed(value)),
            Html.Number($"{format.Signed(interval.Low)} to {format.Signed(interval.High)}"),
            Html.Cell(interval.Contains(0) ? "no" : "yes"));
    }

    private static IEnumerable<(string Set, Metric Metric)> Metrics(
        ReportData data,
        Func<IReadOnlyDictionary<string, double>, IEnumerable<Metric>> shown) =>
        data.Versions.Select(v => v.Result.Dev).FirstOrDefault(dev => dev is not null)?.Items.Where(set => set.Value.Count > 0)
            .SelectMany(set => shown(set.Value).Select(metric => (set.Key, metric))) ?? [];

    private static string Title(string set, Metric metric) => metric.Title + (set.Length == 0 ? "" : $", {set}");

    private static Element Cell(ReportVersion version, (string Set, Metric Metric) column) =>
        Value(version, column.Set, column.Metric.Name) is double value
            ? Html.Cell(new MetricFormat(column.Metric).Show(value), Off(version, column)).Class("number")
            : Html.Number("–");

    private static Element? Off(ReportVersion version, (string Set, Metric Metric) column) =>
        (version.Spread(column.Set, column.Metric.Name) ?? version.Interval(column.Set, column.Metric.Name)?.Half) is double half
            ? new Element("small", " ", new MetricFormat(column.Metric).Off(half))
            : null;

    private static Fragment Time(ReportVersion version) => new(
        version.Latency is double latency ? Numbers.Milliseconds(latency) : "–",
        !version.IsOnnx && version.OnnxLatency is double onnx
            ? new Element("small", $" as ONNX {Numbers.Milliseconds(onnx)}")
            : null);

    /// <summary>What the small figures mean.</summary>
    private static Element? Certainty(ReportData data)
    {
        if (data.Result?.Seeds is { } seeds) return Html.Note(
            $"Metrics, times and agreement are means over {Numbers.Count(seeds.Count(seed => seed.Status == "completed"))} seeds; ± is the "
                + "standard deviation between them. The page of each seed is in its folder.");
        if (data.Versions.Select(v => v.Result.Uncertainty).FirstOrDefault(known => known is not null) is not { } uncertainty) return null;
        string examples = string.Join(
            ", ",
            uncertainty.Items.Select(
                set => $"{Numbers.Count(set.Value.Examples)} examples{(set.Key.Length == 0 ? "" : $" of {set.Key}")}"));
        return Html.Note($"± is half of a 95 % interval over {examples}: the percentile bootstrap, {Numbers.Count(Bootstrap.Resamples)} "
            + "resamples of the examples. It does not say what another seed would have given.");
    }

    private static Element Row(
        ReportData data,
        ReportVersion version,
        IEnumerable<(string Set, Metric Metric)> columns,
        bool wins)
    {
        Element row = Html.Row(
            new Fragment(Html.Key(version.Style), version.Title, wins ? new Element("span", "winner").Class("badge") : null,
                version.Result.BelowFloor is { } problem ? new Element("div", new Element("small", $"below the floor: {problem}")) : null),
            [
                .. columns.Select(column => Cell(version, column)),
                .. data.Result?.Agreement is { } agreement
                    ? [Html.Number(agreement.TryGetValue(version.Key, out double share) ? Numbers.Percent(share) : "–")]
                    : Array.Empty<Element>(),
                Html.Number(version.Result.Parameters is long parameters ? Numbers.Count(parameters) : "–"),
                Html.Number(Numbers.Bytes(version.Result.Bytes)),
                Html.Cell(Time(version)).Class("number"),
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
