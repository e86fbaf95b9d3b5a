using TextBrewer.Reports.Results;

namespace TextBrewer.Reports.Analysis;

/// <summary>
/// Whether a model is as right as it is sure: ten bins of equal width, and the expected calibration error (Naeini et al. 2015; Guo et al.
/// 2017).
/// </summary>
internal sealed class Calibration
{
    private const int BinCount = 10;

    private Calibration(IReadOnlyList<(double Confidence, bool Right)> decisions)
    {
        Count = decisions.Count;
        Confidence = decisions.Average(d => d.Confidence);
        Accuracy = decisions.Average(Share);
        ILookup<int, (double Confidence, bool Right)> bins = decisions.ToLookup(
            d => Math.Clamp((int)(d.Confidence * BinCount), 0, BinCount - 1));
        Bins = [.. Enumerable.Range(0, BinCount).Select(i => new CalibrationBin(
            (double)i / BinCount,
            (double)(i + 1) / BinCount,
            bins[i].LongCount(),
            bins[i].Select(d => d.Confidence).DefaultIfEmpty().Average(),
            bins[i].Select(Share).DefaultIfEmpty().Average()))];
        Error = Bins.Sum(bin => bin.Count * Math.Abs(bin.Accuracy - bin.Confidence)) / Count;
    }

    internal IReadOnlyList<CalibrationBin> Bins { get; }

    /// <summary>The mean distance of accuracy and confidence over the bins, each by its decisions.</summary>
    internal double Error { get; }

    internal long Count { get; }

    internal double Confidence { get; }

    internal double Accuracy { get; }

    /// <summary>Of what a version says about examples that somebody has labelled; null: there is nothing to compare.</summary>
    internal static Calibration? Of(string version, IEnumerable<PredictionLine> lines)
    {
        (double Confidence, bool Right)[] decisions = [.. lines.SelectMany(line => Decisions(version, line))
            .Where(d => double.IsFinite(d.Confidence))];
        return decisions.Length == 0 ? null : new Calibration(decisions);
    }

    /// <summary>How sure a version is and whether it is right: for each example or, where words are tagged, for each word.</summary>
    private static IEnumerable<(double Confidence, bool Right)> Decisions(string version, PredictionLine line)
    {
        if (!line.Versions.TryGetValue(version, out PredictionRecord? record)) return [];
        if (record.Confidences is { } words && line.Gold is { } tags)
            return words.Select((confidence, i) => (confidence, tags.Values[i] == record.Decision.Values[i]));
        return record is { Confidence: double sure, Right: bool right } ? [(sure, right)] : [];
    }

    private static double Share((double Confidence, bool Right) decision) => decision.Right ? 1 : 0;
}
