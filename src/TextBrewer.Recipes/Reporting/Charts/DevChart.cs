using TextBrewer.Recipes.Reporting.Markup;

namespace TextBrewer.Recipes.Reporting.Charts;

/// <summary>A metric on the dev data at each evaluation, of every training of the run; the teacher as a line across.</summary>
internal static class DevChart
{
    internal static Element? Draw(
        string title,
        MetricScale scale,
        double? teacher,
        IReadOnlyList<(string Title, string Style, Curve Curve)> trainings)
    {
        trainings = [.. trainings.Where(t => t.Curve.Points.Count > 0)];
        if (trainings.Count == 0) return null;
        Plot plot = new(
            Axis.Linear([0, .. trainings.SelectMany(t => t.Curve.Points.Select(p => p.Step))], round: false),
            Axis.Linear([.. trainings.SelectMany(t => t.Curve.Points.Select(p => p.Value * scale.Factor)), .. teacher is double line
                ? [line * scale.Factor]
                : Array.Empty<double>()]));
        string description = string.Join("; ", trainings.Select(
            t => $"{t.Title}: {scale.Show(t.Curve.Points[^1].Value)} at step {Numbers.Count((long)t.Curve.Points[^1].Step)}"))
            + (teacher is double value ? $"; teacher: {scale.Show(value)}" : "") + ".";
        return Html.Figure(
            new Fragment(
                title + (scale.Unit.Length == 0 ? "" : $" in{scale.Unit}"),
                Html.Legend([.. trainings.Select(t => (t.Title, t.Style)), .. teacher is null ? [] : new[] { ("teacher", "teacher") }])),
            plot.Draw(title, description, "step",
            [
                teacher is double across ? Plot.Line(
                    Plot.Left,
                    plot.Y(across * scale.Factor),
                    Plot.Right,
                    plot.Y(across * scale.Factor),
                    "line dashed s-teacher") : null,
                .. trainings.Reverse().SelectMany(t => (IEnumerable<Node>)
                [
                    plot.Through(t.Curve.Points.Select(p => (p.Step, p.Value * scale.Factor)), $"line s-{t.Style}"),
                    .. t.Curve.Points.Select(p => Plot.Dot(
                        plot.X(p.Step),
                        plot.Y(p.Value * scale.Factor),
                        3.5,
                        $"dot s-{t.Style}",
                        $"{t.Title}, step {Numbers.Count((long)p.Step)}: {scale.Show(p.Value)}")),
                ]),
            ]));
    }
}
