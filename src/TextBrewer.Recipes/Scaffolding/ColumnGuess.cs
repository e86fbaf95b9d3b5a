using System.Globalization;
using TextBrewer.Naming;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Text.Files;
using TextBrewer.Text.Tasks;

namespace TextBrewer.Recipes.Scaffolding;

/// <summary>
/// Which columns of a table are the text, a second text and the label, by what stands in them and by the teacher's labels.
/// </summary>
/// <param name="Text">The text's column.</param>
/// <param name="Pair">The second text's column; null: there is none.</param>
/// <param name="Label">The label's column.</param>
/// <param name="Header">Whether the first row has to be said to name the columns, or not to; null: it goes without saying.</param>
/// <param name="LabelNames">The teacher's names for labels that the file has in another case.</param>
internal sealed record ColumnGuess(
    string Text,
    string? Pair,
    string Label,
    bool? Header,
    IReadOnlyDictionary<string, string> LabelNames)
{
    // Of the rows so many have to hold a label of the teacher's.
    private const double Enough = 0.98;

    private static readonly string[] Labels = ["label", "labels", "class", "category", "target", "sentiment", "score", "quality"];

    /// <summary>Looks at the rows.</summary>
    /// <param name="sample">The rows.</param>
    /// <param name="kind">The kind of task.</param>
    /// <param name="labels">The teacher's labels.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="ConfigurationException">No column holds what the teacher gives, or none a text.</exception>
    internal static ColumnGuess Of(TableSample sample, TaskKind kind, IReadOnlyList<string> labels, string path)
    {
        IReadOnlyList<string>? first = sample.Names ?? (sample.Rows.Count > 0 ? sample.Rows[0] : null);
        if (first is null || sample.Rows.Count < 2) throw new ConfigurationException($"'{path}' has no rows to look at.");
        IReadOnlyList<IReadOnlyList<string>> rows = sample.Names is null ? [.. sample.Rows.Skip(1)] : sample.Rows;
        int width = first.Count;
        Func<string, bool> isLabel = Test(kind, labels);
        int[] byLabels = [.. Enumerable.Range(0, width)
            .Where(column => Share(rows, column, isLabel) >= Enough)
            .OrderBy(column => Array.IndexOf(Labels, first[column].ToLowerInvariant()) is >= 0 and int place ? place : Labels.Length)
            // A number from 0 may be a label's or anything.
            .ThenBy(column => Share(rows, column, cell => cell.Any(char.IsLetter)) < Enough)];
        if (byLabels.Length == 0) throw new ConfigurationException(Nothing(path, kind, labels, first, rows));
        int label = byLabels[0];
        bool isHeader = sample.Names is null && !isLabel(first[label]);
        (int Column, double Length)[] texts = [.. Enumerable.Range(0, width).Except(byLabels)
            .Select(column => (column, rows.Average(row => Cell(row, column).Length)))
            .OrderByDescending(one => one.Item2)];
        if (texts.Length == 0) throw new ConfigurationException($"'{path}' has no column of texts beside its labels.");
        // Two texts are a pair where they are of like length; an id, a date or a name beside a text is none.
        bool isPair = texts.Length > 1 && texts[1].Length >= 0.3 * texts[0].Length && Share(rows, texts[1].Column, IsText) > 0.5;
        int[] chosen = [.. texts.Take(isPair ? 2 : 1).Select(one => one.Column).Order()];
        return new ColumnGuess(
            Name(chosen[0]),
            isPair ? Name(chosen[1]) : null,
            Name(label),
            sample.Names is null && !isHeader ? false : null,
            kind.Labels is null || kind.Form == AnswerForm.Number ? new Dictionary<string, string>() : Renamed(rows, label, labels));

        string Name(int column) => sample.Names is not null || isHeader ? first[column] : column.ToString(CultureInfo.InvariantCulture);
    }

    private static Func<string, bool> Test(TaskKind kind, IReadOnlyList<string> labels)
    {
        if (kind.Form == AnswerForm.Number)
            return cell => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        HashSet<string> known = new(labels, StringComparer.OrdinalIgnoreCase);
        Func<string, bool> one = cell => known.Contains(cell.Trim())
            || int.TryParse(cell.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < labels.Count;
        return kind.Form == AnswerForm.Labels
            ? cell => cell.Trim('[', ']').Split(',').All(part => part.Length == 0 || known.Contains(part.Trim(' ', '"')))
            : one;
    }

    private static Dictionary<string, string> Renamed(IReadOnlyList<IReadOnlyList<string>> rows, int label, IReadOnlyList<string> labels) =>
        rows.Select(row => Cell(row, label).Trim())
            .Distinct()
            .Where(name => !labels.Contains(name))
            .Select(name => (Name: name, Known: labels.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase))))
            .Where(pair => pair.Known is not null)
            .ToDictionary(pair => pair.Name, pair => pair.Known!);

    private static double Share(IReadOnlyList<IReadOnlyList<string>> rows, int column, Func<string, bool> holds) =>
        rows.Average(row => holds(Cell(row, column)) ? 1.0 : 0);

    private static bool IsText(string cell) =>
        cell.Any(char.IsLetter) && (cell.Contains(' ', StringComparison.Ordinal) || cell.Any(c => c > '\u2e80'));

    private static string Cell(IReadOnlyList<string> row, int column) => column < row.Count ? row[column] : "";

    private static string Nothing(
        string path,
        TaskKind kind,
        IReadOnlyList<string> labels,
        IReadOnlyList<string> first,
        IReadOnlyList<IReadOnlyList<string>> rows)
    {
        string wanted = kind.Form == AnswerForm.Number ? "numbers" : $"the teacher's labels ({Names.List(labels)})";
        IEnumerable<string> columns = Enumerable.Range(0, first.Count).Select(column =>
            (column, Values: rows.Select(row => Cell(row, column)).Distinct().Take(21).ToArray()))
            .Where(one => one.Values.Length <= 20)
            .Select(one => $"'{first[one.column]}' holds {Names.List(one.Values)}");
        string seen = string.Join("; ", columns);
        return $"'{path}': no column holds {wanted}{(seen.Length == 0 ? "" : $": {seen}")}. Write the recipe by hand: \"label_names\" of a "
            + "data file gives labels the teacher's names (docs/recipe.md).";
    }
}
