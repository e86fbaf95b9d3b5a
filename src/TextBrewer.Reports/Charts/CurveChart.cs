using TextBrewer.Reports.Analysis;
using TextBrewer.Reports.Markup;
using TextBrewer.Reports.Results;

namespace TextBrewer.Reports.Charts;

/// <summary>
/// A curve over the steps of a training: the smoothed line, and behind it the raw one or, of several seeds, what they lie between.
/// </summary>
internal static class CurveChart
{
    private const int Pointed = 40;

    /// <param name="title">Its name.</param>
    /// <param name="curve">The curve.</param>
    /// <param name="exact">Whether it is drawn as it is: a schedule has no noise.</param>
    internal static Element? Draw(string title, Curve curve, bool exact = false)
    {
        if (curve.Points.Count == 0) return null;
        IReadOnlyList<(double Step, double Value)> raw = curve.Thinned();
        IReadOnlyList<(double Step, double Value)>? smooth = exact ? null : curve.Smoothed();
        IReadOnlyList<(double Step, double Value)> shown = smooth ?? raw;
        IReadOnlyList<(double Step, double Least, double Most)> band = exact ? [] : curve.Band(smoothed: true);
        if (band.Count > 0) raw = shown;
        double[] values = [.. raw.Select(p => p.Value), .. band.SelectMany(p => new[] { p.Least, p.Most })];
        bool logarithmic = !exact && IsWide(values, shown);
        Plot plot = new(
            Axis.Linear([0, .. raw.Select(p => p.Step)], round: false),
            logarithmic ? Axis.Logarithmic(values) : Axis.Linear(values));
        int every = Math.Max(1, shown.Count / Pointed);
        string description = $"From {Numbers.Precise(shown[0].Value)} at step {Numbers.Count((long)shown[0].Step)} to "
            + $"{Numbers.Precise(shown[^1].Value)} at step {Numbers.Count((long)shown[^1].Step)}{(smooth is null ? "" : ", smoothed")}.";
        return Html.Figure(
            new Fragment(title, logarithmic ? new Element("span", " log scale").Class("aside") : null),
            plot.Draw(title, description, "step",
            [
                smooth is null || band.Count > 0 ? null : plot.Through(raw, "raw"),
                plot.Band(band, "band s-student"),
                raw.Count == 1 ? null : plot.Through(shown, "line s-student"),
                raw.Count == 1 ? Plot.Dot(plot.X(raw[0].Step), plot.Y(raw[0].Value), 3, "dot s-student", Says(raw[0])) : null,
                .. shown.Where((_, i) => i % every == 0 || i == shown.Count - 1)
                    .Select(p => Plot.Dot(plot.X(p.Step), plot.Y(p.Value), 6, "hover", Says(p))),
            ]));
    }

    // A loss that falls to a small part of itself shows its end on a logarithmic axis alone.
    private static bool IsWide(double[] values, IReadOnlyList<(double Step, double Value)> shown) =>
        values.All(value => value > 0) && shown.Max(p => p.Value) > 20 * shown.Min(p => p.Value);

    private static string Says((double Step, double Value) point) =>
        $"step {Numbers.Count((long)point.Step)}: {Numbers.Precise(point.Value)}";
}
