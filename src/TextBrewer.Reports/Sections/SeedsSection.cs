using TextBrewer.Reports.Analysis;
using TextBrewer.Reports.Markup;
using TextBrewer.Reports.Results;
using TextBrewer.Text.Metrics;

namespace TextBrewer.Reports.Sections;

/// <summary>What each of several seeds came to.</summary>
internal static class SeedsSection
{
    internal static Element? Render(ReportData data) => data.Result?.Seeds is not { Count: > 0 } seeds ? null : Html.Section(
        "seeds",
        "Seed by seed",
        Html.Table(
            [Html.Head("seed"), Html.Head("folder"), Html.Head("status"), .. data.Versions.Select(v => Html.NumberHead(v.Title))],
            seeds.Select(seed => Html.Row(
                Numbers.Count(seed.Seed),
                [
                    Html.Words(seed.Folder), Html.Words(seed.Status),
                    .. data.Versions.Select(version => Html.Number(Quality(seed, version))),
                ])),
            "Metrics of every seed"));

    private static string Quality(SeedResult seed, ReportVersion version) => !seed.Dev.TryGetValue(version.Key, out var dev)
        ? "–"
        : string.Join("; ", dev.Items.Where(set => set.Value.Count > 0).Select(set =>
        {
            Metric judged = MetricSet.Of(set.Value.Keys).Judged;
            return (set.Key.Length == 0 ? "" : $"{set.Key}: ") + new MetricFormat(judged).Show(set.Value[judged.Name]);
        }));
}
