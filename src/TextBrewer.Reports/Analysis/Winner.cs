using TextBrewer.Reports.Results;

namespace TextBrewer.Reports.Analysis;

/// <summary>The version to take: of those that keep 99 % of the teacher's quality the fastest or, where none does, the best.</summary>
internal static class Winner
{
    internal const string Rule = "The winner is the fastest version that keeps at least 99 % of the teacher's first metric, several dev "
        + "sets on average; times within 10 % count as equal, and then the better metric wins. Where no version keeps so much, it is the "
        + "one with the best metric. A version below the floor is none: one whose metric is no number, that gives one answer to "
        + "everything, that is no better than always giving the most frequent label, or that is below half of the teacher.";

    internal const string None = "No version is above the floor, so none wins: each gives one answer to everything, is no better than "
        + "always giving the most frequent label, or is below half of the teacher.";

    private const double Kept = 0.99, SameTime = 1.1;

    /// <summary>The winner; null: there is no teacher, or nothing to choose from.</summary>
    internal static ReportVersion? Of(IReadOnlyList<ReportVersion> versions)
    {
        if (versions.FirstOrDefault(v => v.Key == VersionNames.Teacher)?.Quality is not double teacher) return null;
        // Half of the teacher is asked for here too: a run of before has not written down what is below the floor.
        ReportVersion[] others = [.. versions.Where(v => v.Key != VersionNames.Teacher)
            .Where(v => v.Result.BelowFloor is null && v.Quality >= teacher / 2)];
        if (others.Length == 0) return null;
        double least = teacher - ((1 - Kept) * Math.Abs(teacher));
        ReportVersion[] good = [.. others.Where(v => v.Quality >= least && v.Latency is not null)];
        if (good.Length == 0) return Best(others);
        double fastest = good.Min(v => v.Latency!.Value);
        return Best(good.Where(v => v.Latency <= SameTime * fastest));
    }

    /// <summary>Orders versions of equal metrics: the faster first, then the smaller.</summary>
    private static ReportVersion Best(IEnumerable<ReportVersion> versions) =>
        versions.OrderByDescending(v => v.Quality).ThenBy(v => v.Latency ?? double.PositiveInfinity).ThenBy(v => v.Result.Bytes).First();
}
