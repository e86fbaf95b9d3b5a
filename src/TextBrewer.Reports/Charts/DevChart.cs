using TextBrewer.Reports.Analysis;
using TextBrewer.Reports.Markup;
using TextBrewer.Reports.Results;

namespace TextBrewer.Reports.Charts;

/// <summary>
/// A metric on the dev data at each evaluation, of every training of the run, with what several seeds lie between; the teacher as a line
/// across.
/// </summary>
internal static class DevChart
{
    internal static Element? Draw(
        string title,
        MetricFormat format,
        double? teacher,
        IReadOnlyList<(string Title, string Style, Curve Curve)> trainings)
    {
        trainings = [.. trainings.Where(t => t.Curve.Points.Count > 0)];
        if (trainings.Count == 0) return null;
        double? across = teacher is double measured ? format.Number(measured) : null;
        IEnumerable<double> steps = trainings.SelectMany(t => t.Curve.Points.Select(p => p.Step));
        IEnumerable<double> values = trainings
            .SelectMany(t => t.Curve.Points.Select(p => p.Value).Concat(t.Curve.Seeds.SelectMany(seed => seed.Points.Select(p => p.Value))))
            .Select(format.Number);
        Plot plot = new(
            Axis.Linear([0, .. steps], round: false),
            Axis.Linear([.. values, .. across is double line ? [line] : Array.Empty<double>()]));
        string ends = string.Join("; ", trainings.Select(t => End(format, t.Title, t.Curve)));
        string description = ends + (teacher is double value ? $"; teacher: {format.Show(value)}" : "") + ".";
        return Html.Figure(
            new Fragment(
                title + (format.Unit.Length == 0 ? "" : $" in{format.Unit}"),
                Html.Legend([.. trainings.Select(t => (t.Title, t.Style)), .. teacher is null ? [] : new[] { ("teacher", "teacher") }])),
            plot.Draw(title, description, "step",
            [
                across is double y ? Plot.Line(Plot.Left, plot.Y(y), Plot.Right, plot.Y(y), "line dashed s-teacher") : null,
                .. trainings.Reverse().SelectMany(t => Training(plot, format, t.Title, t.Style, t.Curve)),
            ]));
    }

    private static string End(MetricFormat format, string title, Curve curve)
    {
        (double step, double value) = curve.Points[^1];
        return $"{title}: {format.Show(value)} at step {Numbers.Count((long)step)}";
    }

    private static IEnumerable<Node> Training(Plot plot, MetricFormat format, string title, string style, Curve curve) =>
    [
        .. plot.Band(Band(format, curve), $"band s-{style}") is { } band ? [band] : Array.Empty<Node>(),
        plot.Through(curve.Points.Select(p => (p.Step, format.Number(p.Value))), $"line s-{style}"),
        .. curve.Points.Select(p => Plot.Dot(
            plot.X(p.Step),
            plot.Y(format.Number(p.Value)),
            3.5,
            $"dot s-{style}",
            $"{title}, step {Numbers.Count((long)p.Step)}: {format.Show(p.Value)}")),
    ];

    private static IReadOnlyList<(double Step, double Least, double Most)> Band(MetricFormat format, Curve curve) =>
        [.. curve.Band(smoothed: false).Select(p => (p.Step, format.Number(p.Least), format.Number(p.Most)))];
}
