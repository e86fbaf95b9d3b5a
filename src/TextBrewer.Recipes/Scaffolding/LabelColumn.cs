using System.Globalization;
using TextBrewer.Naming;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Text.Tasks;

namespace TextBrewer.Recipes.Scaffolding;

/// <summary>Which column of a table holds the labels.</summary>
internal static class LabelColumn
{
    // Of the rows so many have to hold a label.
    private const double Enough = 0.98;

    // More different values are hardly classes.
    private const int MostLabels = 100;

    private static readonly string[] Usual = ["label", "labels", "class", "category", "target", "sentiment", "score", "quality"];

    /// <summary>Every column that may hold the teacher's labels, the likeliest first.</summary>
    internal static int[] OfTeacher(TableRowsSeen seen, TaskKind kind, IReadOnlyList<string> labels)
    {
        Func<string, bool> isLabel = Test(kind, labels);
        return [.. seen.Columns.Where(column => seen.Share(column, isLabel) >= Enough)
            .OrderBy(column => Place(seen.First[column]))
            // A number from 0 may be a label's or anything.
            .ThenBy(column => seen.Share(column, cell => cell.Any(char.IsLetter)) < Enough)];
    }

    /// <summary>Every column that may hold labels of the file's own, the likeliest first: it has few different values.</summary>
    internal static int[] OfFile(TableRowsSeen seen, TaskKind? kind)
    {
        int most = Math.Max(2, Math.Min(MostLabels, (seen.Rows.Count + 1) / 2));
        int[] found = kind?.Form == AnswerForm.Number
            ? [.. seen.Columns.Where(column => seen.Share(column, IsNumber) >= Enough)]
            : [.. seen.Columns.Where(column => Labels(seen, column, kind).Count is var count && count >= 2 && count <= most)];
        if (found.Length == 0 && kind is null)
            found = [.. seen.Columns.Where(column => seen.Share(column, IsNumber) >= Enough && seen.Cells(column).Any(IsFraction))];
        return [.. found
            .OrderBy(column => Place(seen.First[column]))
            .ThenBy(column => seen.Share(column, TableRowsSeen.IsText))
            .ThenBy(column => seen.Share(column, cell => cell.Any(char.IsLetter)) < 0.5 && kind?.Form != AnswerForm.Number)
            .ThenBy(column => Labels(seen, column, kind).Count)
            .ThenBy(column => seen.Length(column))];
    }

    /// <summary>Whether the first row is an example too: its label is one of those below it.</summary>
    internal static bool IsExample(TableRowsSeen seen, int column, TaskKind kind, IReadOnlyList<string>? labels)
    {
        string first = seen.First[column];
        return labels is not null || kind.Form == AnswerForm.Number
            ? Test(kind, labels ?? [])(first)
            : Parts(first, kind).All(part => Labels(seen, column, kind).Contains(part));
    }

    /// <summary>The kind of task that the labels are of.</summary>
    /// <exception cref="ConfigurationException">They may be of several.</exception>
    internal static TaskKind Kind(TableRowsSeen seen, int column, IReadOnlyList<TaskKind> kinds, string path)
    {
        TaskKind Of(AnswerForm form) => kinds.First(kind => kind.Form == form);
        string[] cells = [.. seen.Cells(column)];
        if (cells.All(IsNumber) && (cells.Any(IsFraction) || cells.Distinct().Count() > 20)) return Of(AnswerForm.Number);
        if (cells.Any(cell => cell.StartsWith('['))) return Of(AnswerForm.Labels);
        if (!cells.Any(cell => cell.Contains(',', StringComparison.Ordinal))) return Of(AnswerForm.Label);
        throw new ConfigurationException($"'{path}': some labels in {seen.Called(column)} hold a comma. Give --task "
            + $"{Of(AnswerForm.Labels).Name} where it stands between several labels of a text, --task {Of(AnswerForm.Label).Name} where it "
            + "belongs to a name.");
    }

    private static int Place(string name) =>
        Array.IndexOf(Usual, name.ToLowerInvariant()) is >= 0 and int place ? place : Usual.Length;

    private static HashSet<string> Labels(TableRowsSeen seen, int column, TaskKind? kind) =>
        [.. seen.Cells(column).SelectMany(cell => Parts(cell, kind)).Where(part => part.Length > 0)];

    private static string[] Parts(string cell, TaskKind? kind) => kind?.Form == AnswerForm.Labels || cell.StartsWith('[')
        ? [.. cell.Trim('[', ']').Split(',').Select(part => part.Trim(' ', '"'))]
        : [cell.Trim()];

    private static bool IsNumber(string cell) => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static bool IsFraction(string cell) => cell.Contains('.', StringComparison.Ordinal);

    private static Func<string, bool> Test(TaskKind kind, IReadOnlyList<string> labels)
    {
        if (kind.Form == AnswerForm.Number) return IsNumber;
        HashSet<string> known = new(labels, StringComparer.OrdinalIgnoreCase);
        return kind.Form == AnswerForm.Labels
            ? cell => Parts(cell, kind).All(part => part.Length == 0 || known.Contains(part))
            : cell => known.Contains(cell.Trim())
                || (int.TryParse(cell.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < labels.Count);
    }
}
