using TextBrewer.Reports.Analysis;
using TextBrewer.Reports.Markup;
using TextBrewer.Reports.Results;
using TextBrewer.Text.Tasks;

namespace TextBrewer.Reports.Sections;

/// <summary>
/// The dev examples on which teacher and student disagree; of a model without a teacher, those on which it is wrong.
/// </summary>
internal static class DifferenceSection
{
    private const int Shown = 50;

    internal static Element? Render(ReportData data)
    {
        bool alone = data.Version(VersionNames.Teacher) is null;
        Node[] groups = [.. PredictionGroup.Of(data).Select(g => alone ? Mistakes(g) : Group(g)).OfType<Node>()];
        return groups.Length == 0
            ? null
            : Html.Section("differences", alone ? "Where the model is wrong" : "Where teacher and student disagree", groups);
    }

    private static Fragment? Group(PredictionGroup group)
    {
        if (!group.Lines[0].Versions.ContainsKey(VersionNames.Teacher)
            || !group.Lines[0].Versions.ContainsKey(VersionNames.Student)) return null;
        IReadOnlyList<Difference> differences = Difference.Between(group.Lines, VersionNames.Teacher, VersionNames.Student);
        string[] versions = [VersionNames.Teacher, VersionNames.Student, .. group.Lines[0].Versions.ContainsKey(VersionNames.Int8)
            ? [VersionNames.Int8]
            : Array.Empty<string>()];
        return List(
            group,
            differences,
            versions,
            $"They differ on {Share(group, differences.Count)}. {Right(differences)}",
            group.Form == AnswerForm.Number ? "the largest distance first" : "those first of which both are surest");
    }

    private static Fragment? Mistakes(PredictionGroup group)
    {
        if (!group.Lines[0].Versions.ContainsKey(VersionNames.Model)) return null;
        IReadOnlyList<Difference> mistakes = Difference.Mistakes(group.Lines, VersionNames.Model);
        return group.Form == AnswerForm.Number
            ? List(group, mistakes, [VersionNames.Model], "", "the largest distance first")
            : List(
                group,
                mistakes,
                [VersionNames.Model],
                $"It is wrong on {Share(group, mistakes.Count)}.",
                "those first of which it is surest");
    }

    private static Fragment List(
        PredictionGroup group,
        IReadOnlyList<Difference> differences,
        IReadOnlyList<string> versions,
        string summary,
        string order)
    {
        string cut = differences.Count > Shown
            ? $"The first {Shown} are shown, {order}; all are in predictions.jsonl."
            : $"Sorted: {order}.";
        string example = group.Form switch
        {
            AnswerForm.Passage => "question and passage",
            AnswerForm.Tags => "sentence; words that differ are marked",
            _ => "text",
        };
        Element[] said = group.Form == AnswerForm.Tags ? [] : [Html.Head("right"), .. versions.Select(v => Html.Head(Name(v)))];
        return new Fragment(
            group.Title.Length == 0 ? null : new Element("h3", group.Title),
            Html.Note($"{summary} {(differences.Count == 0 ? "" : cut)}".Trim()),
            differences.Count == 0 ? null : Html.Table(
                [Html.NumberHead("example"), Html.Head(example), .. said],
                differences.Take(Shown).Select(difference => Row(group, difference.Line, versions)),
                "Examples, what is right, what each version says").Class("examples"));
    }

    private static Element Row(PredictionGroup group, PredictionLine line, IReadOnlyList<string> versions) => new("tr",
    [
        Html.Number(Numbers.Count(line.Example)).With("data-label", "example"),
        .. group.Form == AnswerForm.Tags
            ? [new Element("td", Sentence.Render(line, [.. versions.Select(v => (v, Name(v)))])).Class("text")]
            : (IEnumerable<Element>)[new Element("td", ExampleText.Render(line)).Class("text"), Html.Cell(Gold(group, line)).With(
                "data-label",
                "right"), .. versions.Select(v => Says(line.Versions.GetValueOrDefault(v)).With("data-label", Name(v)))],
    ]);

    private static string Gold(PredictionGroup group, PredictionLine line) =>
        line.Gold is not { } gold ? "–" : Join(gold, group.Form == AnswerForm.Passage ? " / " : ", ");

    private static Element Says(PredictionRecord? record)
    {
        if (record is null) return Html.Cell("–");
        string? confidence = record.Confidence is double sure && double.IsFinite(sure)
            ? Numbers.Percent(sure)
            : null, f1 = record.F1 is > 0 and < 1 and double share ? $"F1 {Numbers.Percent(share)}" : null;
        return Html.Cell(
            record.Right is bool right
                ? new Element("span", right ? "✓\u00A0" : "✗\u00A0").Class(right ? "ok" : "no").With("title", right ? "right" : "wrong")
                : null,
            ExampleText.Cut(Join(record.Decision, ", ")),
            confidence is null && f1 is null ? null : new Element("small", string.Join(", ", new[] { confidence, f1 }.OfType<string>())));
    }

    private static string Join(Answer answer, string between) => answer.Number is double number
        ? Numbers.Precise(number)
        : answer.Values.Count == 0 || answer.Values is [""] ? "none" : string.Join(between, answer.Values.Distinct());

    private static string Share(PredictionGroup group, int part)
    {
        string what = group.Form switch { AnswerForm.Tags => "sentences", AnswerForm.Passage => "questions", _ => "examples" };
        return $"{Numbers.Count(part)} of {Numbers.Count(group.Lines.Count)} {what} ({Numbers.Percent((double)part / group.Lines.Count)})";
    }

    /// <summary>A sentence that says how often teacher, student or neither is right where the two disagree.</summary>
    private static string Right(IReadOnlyList<Difference> differences)
    {
        (bool? Teacher, bool? Student)[] judged = [.. differences.Select(
            d => (d.Line.Versions[VersionNames.Teacher].Right, d.Line.Versions[VersionNames.Student].Right)).Where(r => r is ({ }, { }))];
        return judged.Length == 0 ? "" : $"Of these the teacher is right on {Numbers.Count(judged.Count(r => r.Teacher == true))}, the "
            + $"student on {Numbers.Count(judged.Count(r => r.Student == true))}, neither on "
            + $"{Numbers.Count(judged.Count(r => r is (false, false)))}.";
    }

    private static string Name(string version) => version == VersionNames.Int8 ? "int8" : version;
}
