using TextBrewer.Reports.Analysis;
using TextBrewer.Reports.Markup;

namespace TextBrewer.Reports.Charts;

/// <summary>
/// Quality against latency: up and to the left is better. The area of a mark is the size of the model. Where the teacher was timed as ONNX
/// too, those that were are drawn by that time and the others left out, so that like stands beside like.
/// </summary>
internal static class ScatterChart
{
    private const double Largest = 13, Smallest = 4, LetterWidth = 6;

    internal static Element? Draw(IReadOnlyList<ReportVersion> versions, ReportVersion? winner)
    {
        bool asOnnx = versions.Any(v => !v.IsOnnx && v.OnnxLatency is not null);
        Func<ReportVersion, double?> latency = asOnnx ? v => v.OnnxLatency : v => v.Latency;
        ReportVersion[] shown = [.. versions.Where(v => v.Quality is not null && latency(v) is not null)
            .OrderByDescending(v => v.Result.Bytes)];
        if (shown.Length < 2) return null;
        QualityMeasure quality = QualityMeasure.Of(versions);
        double[] latencies = [0, .. shown.Select(v => latency(v)!.Value), shown.Max(v => latency(v)!.Value) * 1.08];
        double[] values = [.. shown.Select(v => quality.Number(v.Quality!.Value))];
        double air = Math.Max((values.Max() - values.Min()) * 0.08, 1e-6);
        Plot plot = new(
            Axis.Linear(latencies, ticks: 6),
            Axis.Linear([quality.Within(values.Min() - air), quality.Within(values.Max() + air)]));
        (ReportVersion Version, double X, double Y, double Radius)[] marks = [.. shown.Select(v =>
            (v, plot.X(latency(v)!.Value), plot.Y(quality.Number(v.Quality!.Value)), Math.Max(
                Smallest,
                Largest * Math.Sqrt((double)v.Result.Bytes / Math.Max(1, shown[0].Result.Bytes)))))];
        return Html.Figure(
            new Fragment(
                $"{quality.Title} against latency",
                new Element("span", $" {(asOnnx ? "all as ONNX; " : "")}up and left is better; area is size").Class("aside"),
                Html.Legend(versions.Where(shown.Contains).Select(v => (v.Title, v.Style)))),
            plot.Draw(
                $"{quality.Name} against latency",
                string.Join("; ", shown.Select(Says)) + ".",
                asOnnx ? "ms per text as ONNX (median)" : "ms per text (median)",
            [
                .. marks.Select(m => m.Version == winner
                    ? new Element("circle").With("cx", m.X).With("cy", m.Y).With("r", m.Radius + 4).Class("ring")
                    : null),
                .. marks.Select(m => Plot.Dot(m.X, m.Y, m.Radius, $"mark s-{m.Version.Style}", Says(m.Version))),
                .. Labels(marks),
            ]));

        string Says(ReportVersion version) => $"{version.Title}{(asOnnx && !version.IsOnnx ? " as ONNX" : "")}: "
            + $"{quality.Show(version.Quality!.Value)}, {Numbers.Milliseconds(latency(version)!.Value)}, "
            + Numbers.Bytes(version.Result.Bytes);
    }

    /// <summary>
    /// Beside, above or below each mark, where nothing else stands; where there is no such place, the colour alone says what it is.
    /// </summary>
    private static IEnumerable<Node> Labels((ReportVersion Version, double X, double Y, double Radius)[] marks)
    {
        List<(double Left, double Top, double Right, double Bottom)> taken = [.. marks.Select(
            m => (m.X - m.Radius, m.Y - m.Radius, m.X + m.Radius, m.Y + m.Radius))];
        foreach ((ReportVersion version, double x, double y, double radius) in marks.Reverse())
        {
            double width = version.ShortTitle.Length * LetterWidth, away = radius + 5;
            (double X, double Y, string Style)[] places =
            [
                (x + away, y + 4, ""), (x - away, y + 4, "end"), (x, y - away - 2, "middle"), (x, y + away + 9, "middle"),
                (x + away, y - away, ""), (x + away, y + away + 6, ""), (x - away, y - away, "end"), (x - away, y + away + 6, "end"),
                (x - radius, y - away - 2, ""), (x - radius, y + away + 9, ""),
            ];
            foreach ((double atX, double atY, string style) in places)
            {
                double left = style switch { "end" => atX - width, "middle" => atX - (width / 2), _ => atX };
                var box = (Left: left, Top: atY - 10, Right: left + width, Bottom: atY + 3);
                if (box.Left < Plot.Left || box.Right > Plot.Right + 8 || box.Top < 0 || box.Bottom > Plot.Bottom) continue;
                if (taken.Any(t => t.Left < box.Right && box.Left < t.Right && t.Top < box.Bottom && box.Top < t.Bottom)) continue;
                taken.Add(box);
                yield return Plot.Text(atX, atY, version.ShortTitle, $"label {style}".TrimEnd());
                break;
            }
        }
    }
}
