using TextBrewer.Reports.Results;
using TextBrewer.Text.Tasks;

namespace TextBrewer.Reports.Analysis;

/// <summary>The predictions on one dev set of one task.</summary>
/// <param name="Title">What it is called; empty where there is one alone.</param>
/// <param name="Form">What its task's models say about an example.</param>
/// <param name="Labels">The task's labels in order.</param>
/// <param name="Lines">The examples.</param>
internal sealed record PredictionGroup(string Title, AnswerForm Form, IReadOnlyList<string> Labels, IReadOnlyList<PredictionLine> Lines)
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
        AnswerForm? known = facts is null ? null : TaskAnswers.Find(facts.Kind)?.Form;
        if (known == AnswerForm.Tags && lines.Any(line => line.Words is null)) known = null; // run.json is another run's
        AnswerForm form = known ?? FormOf(lines);
        string[] labels = form == AnswerForm.Choice ? [] : [.. facts?.Labels ?? []];
        return new(title, form, labels, lines);
    }

    /// <summary>What models say about examples, told from the examples: a run that says nothing of its task.</summary>
    private static AnswerForm FormOf(IReadOnlyList<PredictionLine> lines)
    {
        PredictionRecord[] records = [.. lines.SelectMany(line => line.Versions.Values)];
        return lines.All(line => line.Words is not null) ? AnswerForm.Tags
            : lines[0].Choices is not null ? AnswerForm.Choice
            : records.Any(record => record.Decision.Number is not null) ? AnswerForm.Number
            : records.Any(record => record.Decision.IsList) ? AnswerForm.Labels
            : records.Any(record => record.F1 is not null) ? AnswerForm.Passage
            : AnswerForm.Label;
    }
}
