using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using TextBrewer.Text.Files;

namespace TextBrewer.Text.Reading;

/// <summary>Rows of cells with or without a header.</summary>
internal static class DelimitedRows
{
    /// <summary>A row a line, as GLUE writes it: a quote is a character like any other.</summary>
    internal static IEnumerable<(int Line, string[] Cells)> Plain(TextFile file, string delimiter, Warnings warnings)
    {
        int blank = 0;
        foreach ((int line, ReadOnlyMemory<char> row) in file.Lines())
        {
            if (row.IsEmpty)
            {
                blank++;
                continue;
            }
            warnings.Count("blank line", blank);
            blank = 0;
            yield return (line, row.ToString().Split(delimiter));
        }
    }

    /// <summary>Cells that may be quoted and then hold delimiters, lines and doubled quotes (RFC 4180).</summary>
    internal static IEnumerable<(int Line, string[] Cells)> Quoted(TextFile file, string delimiter, Warnings warnings)
    {
        string content = file.Content;
        int at = 0, line = 1; // where the next row begins
        using StringReader reader = new(content);
        using CsvParser parser = new(reader, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter,
            BadDataFound = bad => throw new InvalidDataException(
                $"'{file.Path}', line {line}, column {ColumnOf(bad.RawRecord, bad.Field)}: quotes do not match here; put the cell into "
                    + $"quotes and double each quote inside."),
        });
        while (true)
        {
            int start = at;
            while (at < content.Length && content[at] is '\r' or '\n') at++;
            int blank = content.AsSpan(start, at - start).Count('\n');
            line += blank;
            if (!parser.Read()) yield break;
            warnings.Count("blank line", blank);
            int from = line;
            // The cells are looked at here, so that quotes which do not match are found in their own row.
            string[] cells = parser.Record ?? [];
            int end = Math.Min(content.Length, at + parser.RawRecord.Length);
            line += content.AsSpan(at, end - at).Count('\n');
            at = end;
            yield return (from, cells);
        }
    }

    internal static IEnumerable<Row> Read(
        TextFile file,
        string[] columns,
        bool? header,
        IEnumerable<(int Line, string[] Cells)> rows,
        Warnings warnings)
    {
        bool named = header ?? !columns.All(c => int.TryParse(c, NumberStyles.None, CultureInfo.InvariantCulture, out _));
        Dictionary<string, int>? places = null;
        int width = 0;
        foreach ((int line, string[] cells) in rows)
        {
            if (places is null)
            {
                (places, width) = (Places(file.Path, columns, named ? cells : null), cells.Length);
                if (named) continue;
            }
            if (cells.Length > width) warnings.Count("row with more columns than the first");
            Dictionary<string, int> at = places;
            yield return new Row(line, column => at[column] < cells.Length
                ? cells[at[column]]
                : throw new InvalidDataException($"'{file.Path}', line {line}: the row has {cells.Length} columns, and '{column}' is "
                    + $"column {at[column]}, counted from 0."), _ => null);
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
                    : $"'{path}' has no column '{column}'. Its columns are: {Names.List(header)}. {Cure(header, column)}");
            }
            places[column] = place;
        }
        return places;
    }

    /// <summary>
    /// A column in another case is meant; a header that is one column was likely cut at what does not stand between its columns.
    /// </summary>
    private static string Cure(string[] header, string column)
    {
        if (header.FirstOrDefault(name => name.Trim().Equals(column.Trim(), StringComparison.OrdinalIgnoreCase)) is { } meant)
            return $"Did you mean '{meant}'?";
        char[] others = header.Length == 1 ? [.. ";\t|,".Where(header[0].Contains)] : [];
        if (others.Length == 0) return "Name one of them, or use numbers from 0.";
        string delimiter = others[0] == '\t' ? "\\t" : others[0].ToString();
        return $"It looks as if '{delimiter}' stood between columns: set \"delimiter\": \"{delimiter}\" (--delimiter), or the format.";
    }

    /// <summary>Counted in characters from 1, as editors do.</summary>
    private static int ColumnOf(string record, string field)
    {
        int at = Math.Max(0, record.IndexOf(field, StringComparison.Ordinal));
        return at - record.AsSpan(0, at).LastIndexOf('\n');
    }
}
