using TextBrewer.Text.Files;

namespace TextBrewer.Recipes.Scaffolding;

/// <summary>The first row of a table, which may name its columns, and those below it.</summary>
/// <param name="First">The first row's cells, or the keys of JSON.</param>
/// <param name="Rows">The rows below it.</param>
/// <param name="IsNamed">Whether the first row is the keys of JSON.</param>
internal sealed record TableRowsSeen(IReadOnlyList<string> First, IReadOnlyList<IReadOnlyList<string>> Rows, bool IsNamed)
{
    /// <summary>The rows of a sample.</summary>
    /// <exception cref="InvalidDataException">There are none.</exception>
    internal static TableRowsSeen Of(TableSample sample, string path)
    {
        IReadOnlyList<string>? first = sample.Names ?? (sample.Rows.Count > 0 ? sample.Rows[0] : null);
        return first is null || sample.Rows.Count < 2
            ? throw new InvalidDataException($"'{path}' has no rows to look at.")
            : new(first, sample.Names is null ? [.. sample.Rows.Skip(1)] : sample.Rows, sample.Names is not null);
    }

    /// <summary>The columns' numbers.</summary>
    internal IEnumerable<int> Columns => Enumerable.Range(0, First.Count);

    /// <summary>The cells of a column below the first row.</summary>
    internal IEnumerable<string> Cells(int column) => Rows.Select(row => column < row.Count ? row[column] : "");

    /// <summary>The share of a column's cells that something holds of.</summary>
    internal double Share(int column, Func<string, bool> holds) => Cells(column).Average(cell => holds(cell) ? 1.0 : 0);

    /// <summary>The mean length of a column's cells.</summary>
    internal double Length(int column) => Cells(column).Average(cell => cell.Length);

    /// <summary>A column as a message names it: by its header, or by its number where the first row is an example.</summary>
    internal string Called(int column) => !IsNamed && Cells(column).Contains(First[column])
        ? FormattableString.Invariant($"column {column} (counted from 0; its first row, '{First[column]}', is an example too)")
        : $"'{First[column]}'";

    /// <summary>The columns of few different values, with these: what a person looks for labels in.</summary>
    internal string FewValues()
    {
        IEnumerable<string> columns = Columns
            .Select(column => (Column: column, Values: Cells(column).Distinct().Take(21).ToArray()))
            .Where(one => one.Values.Length <= 20)
            .Select(one => $"{Called(one.Column)} holds {Names.List(one.Values)}");
        return string.Join("; ", columns);
    }

    /// <summary>Whether a cell holds words rather than a name or a number.</summary>
    internal static bool IsText(string cell) =>
        cell.Any(char.IsLetter) && (cell.Contains(' ', StringComparison.Ordinal) || cell.Any(c => c > '\u2e80'));
}
