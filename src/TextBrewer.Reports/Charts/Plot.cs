using TextBrewer.Reports.Analysis;
using TextBrewer.Reports.Markup;

namespace TextBrewer.Reports.Charts;

/// <summary>
/// The frame of a drawing: axes with their numbers, and where things stand. It is as wide as a telephone, so that its letters are readable
/// there.
/// </summary>
/// <param name="x">The axis to the right.</param>
/// <param name="y">The axis upward.</param>
internal sealed class Plot(Axis x, Axis y)
{
    internal const double Width = 360, Height = 230, Left = 48, Right = 350, Top = 12, Bottom = 190;

    /// <summary>Where a number stands on the axis to the right.</summary>
    internal double X(double value) => Left + (x.At(value) * (Right - Left));

    /// <summary>Where a number stands on the axis upward.</summary>
    internal double Y(double value) => Bottom - (y.At(value) * (Bottom - Top));

    /// <summary>The whole drawing.</summary>
    /// <param name="title">What it shows, for those who do not see it.</param>
    /// <param name="description">What is to be seen in it.</param>
    /// <param name="xName">The name of the axis to the right.</param>
    /// <param name="marks">What is drawn.</param>
    internal Element Draw(string title, string description, string xName, IEnumerable<Node?> marks) => new Element("svg",
        [
            new Element("title", title),
            new Element("desc", description),
            .. y.Ticks.Select(tick => Line(Left, Y(tick), Right, Y(tick), "grid-line")),
            .. y.Ticks.Select(tick => Text(Left - 6, Y(tick) + 4, Numbers.Tick(tick), "tick end")),
            .. x.Ticks.Select(tick => Text(Math.Clamp(X(tick), Left, Right - 8), Bottom + 16, Numbers.Tick(tick), "tick middle")),
            Line(Left, Bottom, Right, Bottom, "axis"),
            Text((Left + Right) / 2, Height - 6, xName, "tick middle"),
            .. marks,
        ]).With("viewBox", $"0 0 {Numbers.Place(Width)} {Numbers.Place(Height)}").With("role", "img").With(
            "aria-label",
            $"{title}. {description}");

    internal static Element Line(double x1, double y1, double x2, double y2, string style) =>
        new Element("line").With("x1", x1).With("y1", y1).With("x2", x2).With("y2", y2).Class(style);

    internal static Element Text(double x, double y, string text, string style) =>
        new Element("text", text).With("x", x).With("y", y).Class(style);

    /// <summary>A point that says its number where a pointer rests on it.</summary>
    internal static Element Dot(double x, double y, double radius, string style, string says) =>
        new Element("circle", new Element("title", says)).With("cx", x).With("cy", y).With("r", radius).Class(style);

    /// <summary>A line through points.</summary>
    internal Element Through(IEnumerable<(double X, double Y)> points, string style) =>
        new Element("polyline").With("points", Places(points)).Class(style);

    /// <summary>The area between two lines; null: there is none.</summary>
    internal Element? Band(IReadOnlyList<(double X, double Least, double Most)> points, string style) => points.Count < 2
        ? null
        : new Element("polygon")
            .With("points", Places([.. points.Select(p => (p.X, p.Most)), .. points.Reverse().Select(p => (p.X, p.Least))]))
            .Class(style);

    private string Places(IEnumerable<(double X, double Y)> points) =>
        string.Join(' ', points.Select(p => $"{Numbers.Place(X(p.X))},{Numbers.Place(Y(p.Y))}"));
}
