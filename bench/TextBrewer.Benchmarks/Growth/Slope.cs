namespace TextBrewer.Benchmarks.Growth;

/// <summary>How one quantity grows with another: time ∝ size^slope.</summary>
internal static class Slope
{
    /// <summary>The slope of the straight line nearest to the points in logarithms (least squares).</summary>
    internal static double Of(IReadOnlyList<(double Size, double Time)> points)
    {
        double[] x = [.. points.Select(p => Math.Log(p.Size))], y = [.. points.Select(p => Math.Log(p.Time))];
        double middleX = x.Average(), middleY = y.Average();
        double together = x.Zip(y, (a, b) => (a - middleX) * (b - middleY)).Sum();
        return together / x.Sum(a => (a - middleX) * (a - middleX));
    }
}
