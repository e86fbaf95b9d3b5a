using TextBrewer.Recipes.Reporting.Markup;

namespace TextBrewer.Recipes.Reporting.Charts;

/// <summary>Quality against latency: up and to the left is better. The area of a mark is the size of the model.</summary>
internal static class ScatterChart
{
    private const double Largest = 13, Smallest = 4, LineHeight = 13, LetterWidth = 6.2;

    internal static Element? Draw(IReadOnlyList<ReportVersion> versions, ReportVersion? winner)
    {
        ReportVersion[] shown = [.. versions.Where(v => v is { Quality: not null, Latency: not null }).OrderByDescending(v => v.Result.Bytes)];
        if (shown.Length < 2) return null;
        QualityMeasure quality = QualityMeasure.Of(versions);
        double[] latencies = [0, .. shown.Select(v => v.Latency!.Value), shown.Max(v => v.Latency!.Value) * 1.08];
        double[] values = [.. shown.Select(v => quality.Number(v.Quality!.Value))];
        double air = Math.Max((values.Max() - values.Min()) * 0.08, 1e-6);
        Plot plot = new(Axis.Linear(latencies), Axis.Linear([values.Min() - air, values.Max() + air]));
        (ReportVersion Version, double X, double Y, double Radius)[] marks = [.. shown.Select(v =>
            (v, plot.X(v.Latency!.Value), plot.Y(quality.Number(v.Quality!.Value)), Math.Max(Smallest, Largest * Math.Sqrt((double)v.Result.Bytes / Math.Max(1, shown[0].Result.Bytes)))))];
        return Html.Figure(
            new Fragment($"{quality.Title} against latency", new Element("span", " up and left is better; area is size").Class("aside")),
            plot.Draw($"{quality.Name} against latency", string.Join("; ", shown.Select(v => Says(v, quality))) + ".", "ms per text (median)",
            [
                .. marks.Select(m => m.Version == winner ? new Element("circle").With("cx", m.X).With("cy", m.Y).With("r", m.Radius + 4).Class("ring") : null),
                .. marks.Select(m => Plot.Dot(m.X, m.Y, m.Radius, $"mark s-{m.Version.Style}", Says(m.Version, quality))),
                .. Labels(marks),
            ]));
    }

    /// <summary>Beside each mark where there is room, one under the other where marks are near.</summary>
    private static IEnumerable<Node> Labels((ReportVersion Version, double X, double Y, double Radius)[] marks)
    {
        List<(double From, double To, double Y)> taken = [];
        foreach ((ReportVersion version, double x, double y, double radius) in marks.OrderBy(m => m.Y))
        {
            double width = version.Title.Length * LetterWidth;
            bool left = x + radius + 5 + width > Plot.Right;
            double from = left ? x - radius - 5 - width : x + radius + 5, at = Math.Max(y + 4, Plot.Top + 8);
            while (taken.Any(t => Math.Abs(t.Y - at) < LineHeight && t.From < from + width && from < t.To)) at += 1;
            at = Math.Min(at, Plot.Bottom - 3);
            taken.Add((from, from + width, at));
            yield return Plot.Text(left ? x - radius - 5 : x + radius + 5, at, version.Title, left ? "label end" : "label");
        }
    }

    private static string Says(ReportVersion version, QualityMeasure quality) =>
        $"{version.Title}: {quality.Show(version.Quality!.Value)}, {Numbers.Milliseconds(version.Latency!.Value)}, {Numbers.Bytes(version.Result.Bytes)}";
}
