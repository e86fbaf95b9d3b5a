using TextBrewer.Reports.Analysis;
using TextBrewer.Reports.Markup;
using TextBrewer.Reports.Results;

namespace TextBrewer.Reports.Sections;

/// <summary>Teacher and student side by side: shape, parameters, and how much smaller the student is.</summary>
internal static class ModelsSection
{
    internal static Element? Render(ReportData data)
    {
        if (data.Facts is not { } facts) return null;
        (string Title, ModelFacts Model)[] models =
        [
            .. facts.Teachers.Select((teacher, i) => (TeacherTitle(facts, teacher, i), teacher)),
            (facts.Teachers.Count == 0 ? "model" : "student", facts.Trained),
        ];
        return Html.Section("models", "Models", Html.Table(
            [Html.Head("property"), .. models.Select(m => Html.NumberHead(m.Title))],
            [
                Row("architecture", m => m.Architecture),
                Row("layers", m => Count(m.Layers)),
                Row("width", m => Count(m.Width)),
                Row("attention heads", m => Count(m.Heads)),
                Row("feed-forward width", m => Count(m.FeedForward)),
                Row("vocabulary", m => Count(m.Vocabulary)),
                .. facts.Teachers.Count > 1
                    ? [Row("weight", m => m.Weight is double weight ? Numbers.Precise(weight) : null)]
                    : Array.Empty<Element>(),
                Html.Row("starts from", models.Select(m => Html.Cell(Start(m.Model) ?? "–").Class("number wrap"))),
                .. Measured(
                    data,
                    "parameters",
                    models.Length,
                    result => result.Parameters is long parameters ? Numbers.Count(parameters) : null),
                .. Measured(data, "size", models.Length, result => Numbers.Bytes(result.Bytes)),
            ],
            "Shapes of the models"), Compression(data), Examples(facts));

        Element Row(string what, Func<ModelFacts, string?> of) => Html.Row(what, models.Select(m => Html.Number(of(m.Model) ?? "–")));
    }

    /// <summary>A row of what was measured, where there is one teacher or none.</summary>
    private static IEnumerable<Element> Measured(ReportData data, string what, int models, Func<ModelResult, string?> of)
    {
        ModelResult[] results = [.. new[] {
            data.Version(VersionNames.Teacher),
            data.Version(VersionNames.Student) ?? data.Version(VersionNames.Model) }.OfType<ReportVersion>().Select(v => v.Result)];
        if (results.Length == models) yield return Html.Row(what, results.Select(result => Html.Number(of(result) ?? "–")));
    }

    private static string? Start(ModelFacts model) => model.Path is { } path
        ? string.Join('/', path.Split(['/', '\\'], StringSplitOptions.RemoveEmptyEntries).TakeLast(2))
        : model.Start switch { null => null, "random" => "random weights", var layers => $"{layers} of the teacher" };

    private static Element? Compression(ReportData data)
    {
        if (data.Version(VersionNames.Teacher)?.Result is not { } teacher || data.Version(VersionNames.Student)?.Result is not { } student
            || student.Bytes == 0) return null;
        string parameters = teacher.Parameters is long before && student.Parameters is > 0 and long after
            ? $"{Numbers.Count(before)} parameters became {Numbers.Count(after)}: compressed {Numbers.Times((double)before / after)}. "
            : "";
        return Html.Note($"{parameters}In bytes, {Numbers.Bytes(teacher.Bytes)} became {Numbers.Bytes(student.Bytes)}: "
            + $"{Numbers.Times((double)teacher.Bytes / student.Bytes)}.");
    }

    private static string TeacherTitle(RunFacts facts, ModelFacts teacher, int index)
    {
        string number = facts.Teachers.Count == 1 ? "" : FormattableString.Invariant($" {index + 1}");
        return $"teacher{number}{(teacher.Task is null ? "" : $" of {teacher.Task}")}";
    }

    private static Element Examples(RunFacts facts) => Html.Note(string.Join(" ", facts.Tasks.Select(Examples)));

    private static string Examples(TaskFacts task)
    {
        string what = task.Name is null ? "Trained on" : $"{task.Name}:";
        string extra = task.Extra == 0 ? "" : $" and {Numbers.Count(task.Extra)} further ones";
        string raw = task.Raw == 0 ? "" : $" and {Numbers.Count(task.Raw)} of plain text";
        string copies = string.Join(" and ", task.Augmented.Select(one => $"{Numbers.Count(one.Texts)} by {one.By}"));
        if (copies.Length > 0) copies = $", with copies of other words in each epoch: {copies}";
        string labels = task.Labels.Count == 0 ? "" : $", {task.Labels.Count} labels";
        return $"{what} {Numbers.Count(task.Train)} inputs{extra}{raw}{labels}{copies}.";
    }

    private static string? Count(int? number) => number is int known ? Numbers.Count(known) : null;
}
