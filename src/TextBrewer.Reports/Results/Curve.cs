namespace TextBrewer.Reports.Results;

/// <summary>A number over the steps of a training.</summary>
public sealed class Curve
{
    // Of a long curve, the least and the most of each stretch.
    private const int Stretches = 160;

    private readonly List<(double Step, double Value)> _points = [];

    /// <summary>Steps, from 1, and values in their order.</summary>
    public IReadOnlyList<(double Step, double Value)> Points => _points;

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

    /// <summary>
    /// The mean of a thirtieth of the curve around each of a few places, so that a fall is shown where it is; null: it is too short to need
    /// one.
    /// </summary>
    internal IReadOnlyList<(double Step, double Value)>? Smoothed()
    {
        if (_points.Count < 40) return null;
        double[] sums = new double[_points.Count + 1];
        for (int i = 0; i < _points.Count; i++) sums[i + 1] = sums[i] + _points[i].Value;
        int most = Math.Max(1, _points.Count / 60), places = Math.Min(Stretches, _points.Count);
        return [.. Enumerable.Range(0, places).Select(place =>
        {
            int at = (int)((long)place * (_points.Count - 1) / (places - 1));
            int from = Math.Max(0, at - most), to = Math.Min(_points.Count, at + most + 1);
            return (_points[at].Step, (sums[to] - sums[from]) / (to - from));
        })];
    }
}
