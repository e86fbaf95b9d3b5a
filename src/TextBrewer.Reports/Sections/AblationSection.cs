using TextBrewer.Reports.Analysis;
using TextBrewer.Reports.Charts;
using TextBrewer.Reports.Markup;
using TextBrewer.Reports.Results;

namespace TextBrewer.Reports.Sections;

/// <summary>What the teacher and each loss term bring: the student's quality less that of the students without them.</summary>
internal static class AblationSection
{
    private const double Width = 160, Height = 14;

    internal static Element? Render(ReportData data)
    {
        if (data.Version(VersionNames.Student)?.Quality is not double student) return null;
        (ReportVersion Version, double Difference)[] without = [.. data.Versions
            .Where(v => !v.IsSaved && v.Quality is not null)
            .Select(v => (v, v.Quality!.Value - student)).OrderBy(v => v.Item2)];
        if (without.Length == 0) return null;
        QualityMeasure quality = QualityMeasure.Of(data.Versions);
        double most = without.Max(v => Math.Abs(v.Difference));
        return Html.Section("ablation", "What each part brings",
            Html.Note($"The same student from the same weights, trained for as many steps without the teacher (baseline) or without one of "
                + $"the loss terms, against the student with everything: {quality.Show(student)} {quality.Name}."),
            Html.Table(
                [Html.Head("version"), Html.NumberHead(quality.Name), Html.NumberHead(quality.Difference), Html.Head("")],
                without.Select(v => Html.Row(
                    v.Version.Title,
                    Html.Number(quality.Show(v.Version.Quality!.Value)),
                    Html.Number(quality.Signed(v.Difference)),
                    Html.Cell(Bar(v.Difference, most)))),
                "Students without one of the parts"));
    }

    private static Element Bar(double difference, double most)
    {
        double middle = Width / 2, length = most == 0 ? 0 : Math.Abs(difference) / most * (middle - 2);
        return new Element("svg",
            new Element("rect").With("x", difference < 0 ? middle - length : middle).With("y", 2).With("width", length)
                .With("height", Height - 4)
                .Class(difference < 0 ? "worse" : "better"),
            Plot.Line(middle, 0, middle, Height, "axis")).With("viewBox", $"0 0 {Numbers.Place(Width)} {Numbers.Place(Height)}").Class(
                "inline").With("aria-hidden", "true");
    }
}
