namespace TextBrewer.Text.Reading;

/// <summary>The rows of a table in any of the formats.</summary>
internal static class TableRows
{
    /// <summary>Reads the columns of a table.</summary>
    /// <param name="file">The file.</param>
    /// <param name="form">How it is written.</param>
    /// <param name="columns">Names, or numbers from 0.</param>
    /// <param name="warnings">Where warnings are counted.</param>
    internal static IEnumerable<Row> Read(TextFile file, TableForm form, string[] columns, Warnings warnings)
    {
        if (form.Delimiter is { } delimiter && (delimiter.Length == 0 || delimiter.AsSpan().ContainsAny('"', '\r', '\n')))
            throw new InvalidDataException($"'{file.Path}': the delimiter is empty, or holds a quote or the end of a line.");
        return (form.Format ?? Path.GetExtension(file.Path).TrimStart('.')).ToLowerInvariant() switch
        {
            "tsv" or "txt" => Delimited(DelimitedRows.Plain(file, form.Delimiter ?? "\t", warnings)),
            "csv" => Delimited(DelimitedRows.Quoted(file, form.Delimiter ?? ",", warnings)),
            "jsonl" or "json" when form.Delimiter is not null => throw new InvalidDataException(
                $"'{file.Path}': a delimiter stands between the columns of CSV and TSV, and this is JSON: leave it out."),
            "jsonl" or "json" => JsonRows.Read(file, warnings),
            string other => throw new InvalidDataException(
                $"'{file.Path}': the format '{other}' is not known; set \"format\" to tsv, csv or jsonl."),
        };

        IEnumerable<Row> Delimited(IEnumerable<(int Line, string[] Cells)> rows) =>
            DelimitedRows.Read(file, columns, form.Header, rows, warnings);
    }
}
