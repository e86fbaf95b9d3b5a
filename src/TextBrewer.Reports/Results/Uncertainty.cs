using TextBrewer.Text.Metrics;

namespace TextBrewer.Reports.Results;

/// <summary>How far metrics may be off because other examples could have been drawn.</summary>
/// <param name="Examples">The examples that they were measured on.</param>
/// <param name="Intervals">Of each metric, or of its difference, the values of 95 in 100 resamples (<see cref="Bootstrap"/>).</param>
public sealed record Uncertainty(long Examples, IReadOnlyDictionary<string, Interval> Intervals);
