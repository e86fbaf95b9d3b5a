using System.Globalization;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Text.Tasks;

namespace TextBrewer.Recipes.Scaffolding;

/// <summary>Which columns of a table are the text, a second text and the label, by what stands in them.</summary>
/// <param name="Text">The text's column.</param>
/// <param name="Pair">The second text's column; null: there is none.</param>
/// <param name="Label">The label's column.</param>
/// <param name="Example">The label of the first row, which names no columns but is an example; null: it names them.</param>
/// <param name="LabelNames">The teacher's names for labels that the file has in another case.</param>
internal sealed record ColumnGuess(
    string Text,
    string? Pair,
    string Label,
    string? Example,
    IReadOnlyDictionary<string, string> LabelNames)
{
    /// <summary>Looks at the rows.</summary>
    /// <param name="seen">The rows.</param>
    /// <param name="byLabels">The columns that may hold labels, the likeliest first.</param>
    /// <param name="kind">The kind of task.</param>
    /// <param name="labels">The teacher's labels; null: the file's own.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">No column holds a text.</exception>
    internal static ColumnGuess Of(
        TableRowsSeen seen,
        IReadOnlyList<int> byLabels,
        TaskKind kind,
        IReadOnlyList<string>? labels,
        string path)
    {
        int label = byLabels[0];
        bool isExample = !seen.IsNamed && LabelColumn.IsExample(seen, label, kind, labels);
        // What may hold the teacher's labels is no text; of the file's own few values may be texts in a small file.
        (int Column, double Length)[] texts = [.. seen.Columns.Except(labels is null ? [label] : byLabels)
            .Select(column => (column, seen.Length(column)))
            .OrderByDescending(one => one.Item2)];
        if (texts.Length == 0) throw new InvalidDataException($"'{path}' has no column of texts beside its labels.");
        // Two texts are a pair where they are of like length; an id, a date or a name beside a text is none.
        bool isPair = texts.Length > 1
            && texts[1].Length >= 0.3 * texts[0].Length
            && seen.Share(texts[1].Column, TableRowsSeen.IsText) > 0.5;
        int[] chosen = [.. texts.Take(isPair ? 2 : 1).Select(one => one.Column).Order()];
        bool isRenamed = labels is not null && kind.Labels is not null && kind.Form != AnswerForm.Number;
        return new ColumnGuess(
            Name(chosen[0]),
            isPair ? Name(chosen[1]) : null,
            Name(label),
            isExample ? seen.First[label] : null,
            isRenamed ? Renamed(seen.Cells(label), labels!) : new Dictionary<string, string>());

        string Name(int column) => isExample ? column.ToString(CultureInfo.InvariantCulture) : seen.First[column];
    }

    private static Dictionary<string, string> Renamed(IEnumerable<string> cells, IReadOnlyList<string> labels) =>
        cells.Select(cell => cell.Trim())
            .Distinct()
            .Where(name => !labels.Contains(name))
            .Select(name => (Name: name, Known: labels.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase))))
            .Where(pair => pair.Known is not null)
            .ToDictionary(pair => pair.Name, pair => pair.Known!);
}
