namespace TextBrewer.Reports.Results;

/// <summary>How far two versions lie apart: the metrics of one less those of the other.</summary>
/// <param name="Version">The one.</param>
/// <param name="Against">The other.</param>
/// <param name="Dev">The intervals of the differences, under the names of several dev sets.</param>
public sealed record VersionDifference(string Version, string Against, SingleOrNamed<Uncertainty> Dev);
