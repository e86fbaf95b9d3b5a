namespace TextBrewer.Text.Metrics;

/// <summary>The values that a number has in 95 of 100 resamples.</summary>
/// <param name="Low">2.5 of 100 are below.</param>
/// <param name="High">2.5 of 100 are above.</param>
public sealed record Interval(double Low, double High)
{
    /// <summary>Half of its width: what stands behind ±.</summary>
    public double Half => (High - Low) / 2;

    /// <summary>Whether a number lies within.</summary>
    public bool Contains(double value) => Low <= value && value <= High;
}
