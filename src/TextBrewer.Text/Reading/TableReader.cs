using TextBrewer.Text.Files;

namespace TextBrewer.Text.Reading;

/// <summary>Reads single texts and pairs from TSV (as GLUE writes it: no quoting), CSV (quoted) and JSONL files.</summary>
public static class TableReader
{
    /// <summary>Reads a whole file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">A column or a row is not what it should be; the message has file and line.</exception>
    public static (IReadOnlyList<TextExample> Examples, ReadReport Report) Read(string path, TableOptions options)
    {
        Warnings warnings = new();
        TextExample[] examples = [.. Rows(path, options, warnings)];
        return (examples, new ReadReport(examples.Length, warnings.Counts));
    }

    /// <summary>Reads a file row by row, so that of TSV and JSONL no more than a row is held.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What its columns mean.</param>
    /// <param name="warnings">Where what is odd is counted, while rows are read.</param>
    /// <exception cref="InvalidDataException">A column or a row is not what it should be; the message has file and line.</exception>
    internal static IEnumerable<TextExample> Rows(string path, TableOptions options, Warnings warnings)
    {
        if (options.LabelSeparator?.Length == 0) throw new InvalidDataException(
            $"'{path}': the label separator is empty; leave it out where a cell is one label.");
        TextFile file = TextFile.Read(path, warnings, options.Encoding);
        string?[] columns =
            [options.Text, options.Pair, options.Id, .. options.LabelColumns ?? [options.Label!], .. options.Where?.Keys ?? []];
        int count = 0;
        TableForm form = new(options.Format, options.Delimiter, options.Header);
        foreach (Row row in TableRows.Read(file, form, [.. columns.OfType<string>().Distinct()], warnings))
        {
            if (options.Where?.Any(condition => row.Cell(condition.Key).Trim() != condition.Value) == true)
            {
                warnings.Count("rows of another kind");
                continue;
            }
            string text = row.Cell(options.Text);
            string? pair = options.Pair is null ? null : row.Cell(options.Pair);
            if (text.Length == 0 || pair?.Length == 0) warnings.Count("empty text");
            if (text.Contains('\0', StringComparison.Ordinal) || pair?.Contains('\0', StringComparison.Ordinal) == true) warnings.Count(
                "NUL character");
            IReadOnlyList<string>? labels = Labels(path, row, options);
            string? label = options.Label is null || labels is not null ? null : Renamed(row.Cell(options.Label).Trim(), options);
            if (label?.Length == 0) warnings.Count("empty label");
            count++;
            yield return new TextExample(text, pair, string.IsNullOrEmpty(label) ? null : label, row.Line)
            {
                Id = options.Id is null ? null : row.Cell(options.Id),
                Labels = labels is null ? null : [.. labels.Select(l => Renamed(l, options)).Where(l => l.Length > 0)]
            };
        }
        if (count == 0 && warnings.Counts.ContainsKey("rows of another kind")) throw new InvalidDataException(
            $"'{path}' has no row where {string.Join(" and ", options.Where!.Select(c => $"'{c.Key}' is '{c.Value}'"))}.");
        if (count == 0) throw new InvalidDataException($"'{path}' has a header but no rows.");
    }

    private static string Renamed(string label, TableOptions options) => options.LabelNames?.GetValueOrDefault(label, label) ?? label;

    private static IReadOnlyList<string>? Labels(string path, Row row, TableOptions options)
    {
        if (options.LabelColumns is not null) return [.. options.LabelColumns.Where(column => IsSet(path, row, column))];
        if (options.Label is null) return null;
        if (row.Items(options.Label) is { } list) return [.. list.Distinct()];
        return options.LabelSeparator is null
            ? null
            : [.. row.Cell(options.Label)
                .Split(options.LabelSeparator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Distinct()];
    }

    private static bool IsSet(string path, Row row, string column) => row.Cell(column).Trim() switch
    {
        "1" or "1.0" or "true" or "True" => true,
        "0" or "0.0" or "false" or "False" => false,
        string other => throw new InvalidDataException(
            $"'{path}', line {row.Line}, column '{column}': a label's own column holds 1 or 0, not '{Names.List([other])}'."),
    };
}
