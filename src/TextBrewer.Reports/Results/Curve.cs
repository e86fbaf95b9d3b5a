namespace TextBrewer.Reports.Results;

/// <summary>A number over the steps of a training.</summary>
public sealed class Curve
{
    // Of a long curve, the least and the most of each stretch.
    private const int Stretches = 160;

    private readonly List<(double Step, double Value)> _points = [];

    /// <summary>Steps, from 1, and values in their order.</summary>
    public IReadOnlyList<(double Step, double Value)> Points => _points;

    /// <summary>The curves that this is the mean of, at its steps, one a seed; none: it is one training's.</summary>
    internal IReadOnlyList<Curve> Seeds { get; private init; } = [];

    internal void Add(long step, double value) => _points.Add((step, value));

    /// <summary>The mean of several curves at the steps that all of them have; a step of several micro-batches is their mean.</summary>
    internal static Curve Mean(IReadOnlyList<Curve> seeds)
    {
        HashSet<double> common = [.. seeds[0]._points.Select(point => point.Step)];
        foreach (Curve seed in seeds) common.IntersectWith(seed._points.Select(point => point.Step));
        Curve[] parts = [.. seeds.Select(seed => Of(seed._points.Where(point => common.Contains(point.Step))
            .GroupBy(point => point.Step, point => point.Value)
            .Select(step => (step.Key, step.Average()))))];
        Curve mean = new() { Seeds = parts.Length > 1 ? parts : [] };
        for (int i = 0; i < common.Count; i++)
            mean._points.Add((parts[0]._points[i].Step, parts.Average(part => part._points[i].Value)));
        return mean;
    }

    private static Curve Of(IEnumerable<(double Step, double Value)> points)
    {
        Curve curve = new();
        curve._points.AddRange(points);
        return curve;
    }

    /// <summary>Between which values the seeds are; empty: it is one training's.</summary>
    /// <param name="smoothed">Whether each seed is smoothed first, as the line through them is.</param>
    internal IReadOnlyList<(double Step, double Least, double Most)> Band(bool smoothed)
    {
        if (Seeds.Count == 0) return [];
        IReadOnlyList<(double Step, double Value)>[] lines =
            [.. Seeds.Select(seed => (smoothed ? seed.Smoothed() : null) ?? seed.Points)];
        return [.. lines[0].Select((point, i) => (point.Step, lines.Min(line => line[i].Value), lines.Max(line => line[i].Value)))];
    }

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
