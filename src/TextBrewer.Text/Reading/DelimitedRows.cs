using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace TextBrewer.Text.Reading;

/// <summary>Rows of cells with or without a header.</summary>
internal static class DelimitedRows
{
    internal static IEnumerable<(int Line, string[] Cells)> Tabs(string content)
    {
        int line = 0;
        foreach (ReadOnlyMemory<char> row in Lines(content))
        {
            line++;
            if (!row.IsEmpty) yield return (line, row.ToString().Split('\t'));
        }
    }

    internal static IEnumerable<(int Line, string[] Cells)> Commas(string path, string content)
    {
        using StringReader reader = new(content);
        using CsvParser parser = new(reader, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            BadDataFound = bad => throw new InvalidDataException($"'{path}', line {bad.Context.Parser!.RawRow}: quotes do not match here; double a quote inside a quoted cell."),
        });
        while (parser.Read()) yield return (parser.RawRow, parser.Record ?? []);
    }

    internal static IEnumerable<Row> Read(string path, string content, TableOptions options, IEnumerable<(int Line, string[] Cells)> rows)
    {
        string[] columns = [.. new[] { options.Text, options.Pair, options.Label }.OfType<string>()];
        bool header = options.Header ?? !columns.All(c => int.TryParse(c, NumberStyles.None, CultureInfo.InvariantCulture, out _));
        Dictionary<string, int>? places = null;
        foreach ((int line, string[] cells) in rows)
        {
            if (places is null)
            {
                places = Places(path, columns, header ? cells : null);
                if (header) continue;
            }
            Dictionary<string, int> at = places;
            yield return new Row(line, column => at[column] < cells.Length
                ? cells[at[column]]
                : throw new InvalidDataException($"'{path}', line {line}: the row has {cells.Length} columns, and '{column}' is column {at[column]}, counted from 0."));
        }
    }

    private static Dictionary<string, int> Places(string path, string[] columns, string[]? header)
    {
        Dictionary<string, int> places = [];
        foreach (string column in columns)
        {
            int place = header is null ? -1 : Array.IndexOf(header, column);
            if (place < 0 && !int.TryParse(column, NumberStyles.None, CultureInfo.InvariantCulture, out place))
            {
                throw new InvalidDataException(header is null
                    ? $"'{path}' has no header, so the column '{column}' has to be a number from 0."
                    : $"'{path}' has no column '{column}'. Its columns are: {string.Join(", ", header)}. Name one of them, or use numbers from 0.");
            }
            places[column] = place;
        }
        return places;
    }

    private static IEnumerable<ReadOnlyMemory<char>> Lines(string content)
    {
        int start = 0;
        while (start < content.Length)
        {
            int end = content.IndexOf('\n', start);
            if (end < 0) end = content.Length;
            int trimmed = end > start && content[end - 1] == '\r' ? end - 1 : end;
            yield return content.AsMemory(start, trimmed - start);
            start = end + 1;
        }
    }
}
