namespace TextBrewer.Training;

/// <summary>A point of a curve in an event file.</summary>
/// <param name="Tag">The curve's name.</param>
/// <param name="Step">Where on the curve.</param>
/// <param name="Value">The value; event files hold float32.</param>
/// <param name="WallTime">When it was written, in seconds since 1970 (UTC).</param>
public sealed record ScalarPoint(string Tag, long Step, float Value, double WallTime);
