namespace TextBrewer.Recipes.Reporting;

/// <summary>A number over the steps of a training.</summary>
internal sealed class Curve
{
    // Of a long curve, the least and the most of each stretch.
    private const int Stretches = 160;

    private readonly List<(double Step, double Value)> _points = [];

    internal IReadOnlyList<(double Step, double Value)> Points => _points;

    internal void Add(long step, double value) => _points.Add((step, value));

    /// <summary>The curve with few enough points to draw: it keeps its peaks.</summary>
    internal IReadOnlyList<(double Step, double Value)> Thinned() => _points.Count <= 2 * Stretches
        ? _points
        : [.. Enumerable.Range(0, Stretches).SelectMany(i =>
        {
            var part = _points[(i * _points.Count / Stretches)..((i + 1) * _points.Count / Stretches)];
            var (least, most) = (part.MinBy(p => p.Value), part.MaxBy(p => p.Value));
            return least.Step <= most.Step ? [least, most] : new[] { most, least };
        })];

    /// <summary>The exponential mean over about a fiftieth of the curve, free of the start's bias, at a few places; null: it is too short to need one.</summary>
    internal IReadOnlyList<(double Step, double Value)>? Smoothed()
    {
        if (_points.Count < 40) return null;
        double keep = 1 - (1 / Math.Max(2, _points.Count / 50.0)), mean = 0, weight = 0;
        List<(double Step, double Value)> smooth = [];
        for (int i = 0; i < _points.Count; i++)
        {
            mean = (keep * mean) + ((1 - keep) * _points[i].Value);
            weight = (keep * weight) + (1 - keep);
            // The first stretch has too few points to be a mean of anything.
            if ((i + 1) * Stretches / _points.Count > i * Stretches / _points.Count) smooth.Add((_points[i].Step, mean / weight));
        }
        return smooth;
    }
}
