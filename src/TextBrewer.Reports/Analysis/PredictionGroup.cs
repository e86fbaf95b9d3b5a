using TextBrewer.Reports.Results;

namespace TextBrewer.Reports.Analysis;

/// <summary>The predictions on one dev set of one task.</summary>
/// <param name="Title">What it is called; empty where there is one alone.</param>
/// <param name="Kind">The kind of its task.</param>
/// <param name="Labels">The task's labels in order.</param>
/// <param name="Lines">The examples.</param>
internal sealed record PredictionGroup(string Title, string Kind, IReadOnlyList<string> Labels, IReadOnlyList<PredictionLine> Lines)
{
    // Which versions are compared example by example; a table of all of them would be too wide to read.
    private static readonly string[] Compared = [VersionNames.Teacher, VersionNames.Student, VersionNames.Int8, VersionNames.Model];

    /// <summary>The dev sets of a run in their order.</summary>
    internal static IReadOnlyList<PredictionGroup> Of(ReportData data) =>
        [.. data.Predictions.GroupBy(line => (line.Task, line.Set)).Select(group => Of(data, group.Key.Task, group.Key.Set, [.. group]))];

    /// <summary>The versions to show side by side.</summary>
    internal IReadOnlyList<ReportVersion> Versions(ReportData data) =>
        [.. Compared.Where(Lines[0].Versions.ContainsKey).Select(key => data.Version(key)).OfType<ReportVersion>()];

    private static PredictionGroup Of(ReportData data, string? task, string? set, IReadOnlyList<PredictionLine> lines)
    {
        string title = (task, set) switch
        {
            (null, null) => "",
            (null, _) => $"dev set {set}",
            (_, null) => $"task {task}",
            _ => $"task {task}, dev set {set}",
        };
        TaskFacts? facts = data.Facts?.Tasks.FirstOrDefault(t => t.Name == task);
        string kind = facts?.Kind ?? KindOf(lines);
        string[] labels = kind == "multiple_choice" ? [] : [.. facts?.Labels ?? []];
        return new(title, kind, labels, lines);
    }

    /// <summary>Where nothing else says it, the examples do.</summary>
    private static string KindOf(IReadOnlyList<PredictionLine> lines)
    {
        PredictionRecord[] judgements = [.. lines.SelectMany(line => line.Versions.Values)];
        return lines[0].Words is not null ? "tagging"
            : lines[0].Choices is not null ? "multiple_choice"
            : judgements.Any(j => j.Decision.Number is not null) ? "regression"
            : judgements.Any(j => j.Decision.IsList) ? "multi_label"
            : judgements.Any(j => j.F1 is not null) ? "qa"
            : "classification";
    }
}
