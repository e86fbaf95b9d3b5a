using TextBrewer.Reports.Analysis;
using TextBrewer.Reports.Charts;
using TextBrewer.Reports.Markup;
using TextBrewer.Text.Tasks;

namespace TextBrewer.Reports.Sections;

/// <summary>Whether the versions are as right as they are sure.</summary>
internal static class CalibrationSection
{
    internal static Element? Render(ReportData data)
    {
        Node[] groups = [.. PredictionGroup.Of(data).Where(g => g.Form is not (AnswerForm.Labels or AnswerForm.Number))
            .SelectMany(g => Group(data, g))];
        return groups.Length == 0 ? null : Html.Section("calibration", "Calibration",
        [
            Html.Note("How often a version is right when it is so sure. On the diagonal it is as right as it is sure; below it, too sure "
                + "of itself. The error is the expected calibration error over ten bins; the area of a point is the number of decisions."),
            .. groups,
        ]);
    }

    private static IEnumerable<Node> Group(ReportData data, PredictionGroup group)
    {
        (ReportVersion Version, Calibration Calibration)[] found = [.. group.Versions(data).Select(
            v => (v, Calibration: Calibration.Of(v.Key, group.Lines))).Where(v => v
                .Calibration is not null).Select(v => (v.v, v.Calibration!))];
        if (found.Length == 0) yield break;
        double from = found.Any(v => v.Calibration.Bins.Any(bin => bin is { Count: > 0, From: < 0.5 })) ? 0 : 0.5;
        if (group.Title.Length > 0) yield return new Element("h3", group.Title);
        yield return Html.Grid(
            found.Select(v => ReliabilityChart.Draw(v.Version, v.Calibration, from).With("data-calibration", v.Version.Key)));
    }
}
