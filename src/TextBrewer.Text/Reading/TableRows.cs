namespace TextBrewer.Text.Reading;

/// <summary>The rows of a table in any of the formats.</summary>
internal static class TableRows
{
    /// <summary>Reads the columns of a table.</summary>
    /// <param name="file">The file.</param>
    /// <param name="format">The format, or null: by the file's extension.</param>
    /// <param name="columns">Names, or numbers from 0.</param>
    /// <param name="header">Whether the first row names the columns; null: it does unless all columns are given as numbers.</param>
    /// <param name="warnings">Where warnings are counted.</param>
    internal static IEnumerable<Row> Read(TextFile file, string? format, string[] columns, bool? header, Warnings warnings) =>
        (format ?? Path.GetExtension(file.Path).TrimStart('.')).ToLowerInvariant() switch
        {
            "tsv" or "txt" => DelimitedRows.Read(file, columns, header, DelimitedRows.Tabs(file, warnings), warnings),
            "csv" => DelimitedRows.Read(file, columns, header, DelimitedRows.Commas(file, warnings), warnings),
            "jsonl" or "json" => JsonRows.Read(file, warnings),
            string other => throw new InvalidDataException(
                $"'{file.Path}': the format '{other}' is not known; set \"format\" to tsv, csv or jsonl."),
        };
}
