using TextBrewer.Reports.Analysis;
using TextBrewer.Reports.Markup;

namespace TextBrewer.Reports.Charts;

/// <summary>How often a model is right when it is so sure: on the diagonal it is as right as it is sure; below, too sure.</summary>
internal static class ReliabilityChart
{
    private static readonly double[] Ticks = [0, 0.25, 0.5, 0.75, 1];

    /// <param name="version">Whose.</param>
    /// <param name="calibration">What was counted.</param>
    /// <param name="from">Where the axis of the confidence begins: 0, or 0.5 where none is below.</param>
    internal static Element Draw(ReportVersion version, Calibration calibration, double from)
    {
        double[] ticks = from == 0 ? Ticks : [0.5, 0.6, 0.7, 0.8, 0.9, 1];
        Plot plot = new(Axis.Between(from, 1, ticks), Axis.Between(0, 1, Ticks));
        long most = calibration.Bins.Max(b => b.Count);
        string title = $"{version.Title}: expected calibration error {Numbers.Percent(calibration.Error)}";
        return Html.Figure(
            new Fragment(new Element("b", version.Title), $": error {Numbers.Percent(calibration.Error)}"),
            plot.Draw(title, $"Mean confidence {Numbers.Percent(calibration.Confidence)}, right {Numbers.Percent(calibration.Accuracy)}, "
                + $"over {Numbers.Count(calibration.Count)} decisions.", "confidence",
            [
                .. calibration.Bins.Where(b => b.Count > 0).Select(b => Bar(plot, b, from, version.Style)),
                Plot.Line(plot.X(from), plot.Y(from), plot.X(1), plot.Y(1), "diagonal"),
                .. calibration.Bins.Where(b => b.Count > 0).Select(b => Plot.Dot(
                    plot.X(b.Confidence),
                    plot.Y(b.Accuracy),
                    2 + (5 * Math.Sqrt((double)b.Count / most)),
                    $"mark s-{version.Style}",
                    Says(b))),
            ]));
    }

    private static Element Bar(Plot plot, CalibrationBin bin, double from, string style)
    {
        double left = plot.X(Math.Max(from, bin.From)), right = plot.X(bin.To), top = plot.Y(bin.Accuracy);
        return new Element("rect", new Element("title", Says(bin))).With("x", left + 1).With("y", top)
            .With("width", Math.Max(1, right - left - 2))
            .With("height", Plot.Bottom - top)
            .Class($"bar s-{style}");
    }

    private static string Says(CalibrationBin bin) =>
        $"confidence {Numbers.Percent(bin.From)} to {Numbers.Percent(bin.To)}: right {Numbers.Percent(bin.Accuracy)}, mean confidence "
            + $"{Numbers.Percent(bin.Confidence)}, {Numbers.Count(bin.Count)} decisions";
}
