using TextBrewer.Reports.Results;

namespace TextBrewer.Reports.Analysis;

/// <summary>An example on which two versions disagree or, where there is one version alone, on which it is wrong.</summary>
/// <param name="Line">The example.</param>
/// <param name="Weight">What the list is sorted by: how sure both are, or how far their numbers lie apart.</param>
internal sealed record Difference(PredictionLine Line, double Weight)
{
    /// <summary>Where two versions differ, those first in which the less sure of them is surest; numbers by their distance.</summary>
    internal static IReadOnlyList<Difference> Between(
        IReadOnlyList<PredictionLine> lines,
        string first,
        string second) => Sorted(lines, line =>
        (line.Versions.GetValueOrDefault(first), line.Versions.GetValueOrDefault(second)) is ({ } one, { } other)
            && !one.Decision.Says(other.Decision)
            ? Distance(one.Decision, other.Decision) ?? Math.Min(Sure(one, other.Decision), Sure(other, one.Decision))
            : null);

    /// <summary>Where a version is wrong, the surest first; numbers by their distance from what is right.</summary>
    internal static IReadOnlyList<Difference> Mistakes(IReadOnlyList<PredictionLine> lines, string version) => Sorted(lines, line =>
        line.Gold is { } gold && line.Versions.GetValueOrDefault(version) is { } record
            && (record.Right == false || record.Decision.Number is not null)
            ? Distance(record.Decision, gold) ?? Sure(record, gold)
            : null);

    private static IReadOnlyList<Difference> Sorted(IReadOnlyList<PredictionLine> lines, Func<PredictionLine, double?> weight) =>
        [.. lines.Select(line => (line, Weight: weight(line))).Where(l => l.Weight is not null)
            .Select(l => new Difference(l.line, l.Weight!.Value))
            .OrderByDescending(d => d.Weight)];

    private static double? Distance(Answer one, Answer other) =>
        one.Number is double a && other.Number is double b && double.IsFinite(a - b) ? Math.Abs(a - b) : null;

    /// <summary>How sure a version is of its decision; of tagged words, of the surest tag that differs from the other answer's.</summary>
    private static double Sure(PredictionRecord record, Answer other) => record.Confidences is { } words
        ? words.Where((_, i) => record.Decision.Values[i] != other.Values.ElementAtOrDefault(i)).DefaultIfEmpty().Max()
        : record.Confidence is double sure && double.IsFinite(sure) ? sure : 0;
}
