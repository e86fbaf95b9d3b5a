using TextBrewer.Reports.Analysis;
using TextBrewer.Reports.Charts;
using TextBrewer.Reports.Markup;
using TextBrewer.Reports.Results;
using TextBrewer.Text.Metrics;

namespace TextBrewer.Reports.Sections;

/// <summary>The stages that led to the model, and what each made.</summary>
internal static class StagesSection
{
    internal static Element? Render(ReportData data) => data.Result?.Stages is not { Count: > 0 } stages ? null : Html.Section(
        "stages",
        "The stages before",
        Html.Note(
            "Each is a run of its own, with a report in its folder under stages. The last stage, to which they led, is what the rest of "
                + "this page is about."),
        Html.Table(
            [
                Html.Head("stage"), Html.Head("task"), Html.Head("its model on its dev data"), Html.NumberHead("steps"),
                Html.NumberHead("seconds"),
            ],
            stages.Select(stage => Html.Row(
                stage.Name,
                Html.Cell(stage.Task),
                Html.Cell(Quality(stage)),
                Html.Number(Numbers.Count(stage.Steps)),
                Html.Number(Numbers.Count((long)Math.Round(stage.Seconds))))),
            "The stages before the last"));

    private static string Quality(StageResult stage) => stage.Dev is not { } dev ? "–" : string.Join("; ", dev.Items.Select(set =>
    {
        IEnumerable<string> metrics = MetricSet.Of(set.Value.Keys).Main
            .Select(metric => $"{metric.Title} {new MetricFormat(metric).Show(set.Value[metric.Name])}");
        return (set.Key.Length == 0 ? "" : $"{set.Key}: ") + string.Join(", ", metrics);
    }));
}
