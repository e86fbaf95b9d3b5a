using TextBrewer.Reports.Analysis;
using TextBrewer.Reports.Markup;
using TextBrewer.Reports.Results;

namespace TextBrewer.Reports.Sections;

/// <summary>How near the exported versions come to the student.</summary>
internal static class ParitySection
{
    internal static Element? Render(ReportData data) => data.Parity.Count == 0
        ? null
        : Html.Section("parity", data.Version(VersionNames.Model) is null ? "Exports against the student" : "Exports against the model",
        Html.Note("The same dev texts through the model and through the file that was written."),
        Html.Table(
            [Html.Head("version"), Html.NumberHead("largest logit difference"), Html.NumberHead("same decisions"), Html.NumberHead(
                "metric, points"), Html.NumberHead("file"), Html.Head("layers left in float32")],
            data.Parity.Select(parity => Html.Row(
                data.Version(parity.Key)?.Title ?? parity.Key.Replace('_', ' '),
                Html.Number(Numbers.Precise(parity.Value.LargestDifference)),
                Html.Number(parity.Value.Agreement is double share ? Numbers.Percent(share) : "–"),
                Html.Number(parity.Value.MetricLoss is double loss ? Numbers.Signed(-100 * loss, "F2") : "–"),
                Html.Number(Numbers.Bytes(parity.Value.Bytes)),
                Html.Cell(parity.Value.Float32Layers is { Count: > 0 } layers
                    ? $"{Numbers.Count(layers.Count)}: {string.Join(", ", layers)}"
                    : "none"))),
            "Parity of the exports"));
}
