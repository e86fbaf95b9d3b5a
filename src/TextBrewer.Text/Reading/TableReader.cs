using System.Text;

namespace TextBrewer.Text.Reading;

/// <summary>Reads single texts and pairs from TSV (as GLUE writes it: no quoting), CSV (quoted) and JSONL files.</summary>
public static class TableReader
{
    /// <summary>Reads a whole file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">A column or a row is not what it should be; the message has file and line.</exception>
    public static (IReadOnlyList<TextExample> Examples, ReadReport Report) Read(string path, TableOptions options)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no data file '{path}'.", path);
        string content = Decode(path, out bool mark);
        if (string.IsNullOrWhiteSpace(content)) throw new InvalidDataException($"'{path}' is empty: a data file needs at least one row.");
        Dictionary<string, int> oddities = [];
        if (mark) oddities["byte-order mark"] = 1;

        List<TextExample> examples = [];
        foreach (Row row in Rows(path, content, options))
        {
            string text = row.Cell(options.Text);
            string? pair = options.Pair is null ? null : row.Cell(options.Pair);
            string? label = options.Label is null ? null : row.Cell(options.Label).Trim();
            if (text.Length == 0 || pair?.Length == 0) Count("empty text");
            if (text.Contains('\0', StringComparison.Ordinal)) Count("NUL character");
            if (label?.Length == 0) Count("empty label");
            examples.Add(new TextExample(text, pair, string.IsNullOrEmpty(label) ? null : label, row.Line));
        }
        if (examples.Count == 0) throw new InvalidDataException($"'{path}' has a header but no rows.");
        return (examples, new ReadReport(examples.Count, oddities));

        void Count(string oddity) => oddities[oddity] = oddities.GetValueOrDefault(oddity) + 1;
    }

    private static IEnumerable<Row> Rows(string path, string content, TableOptions options) =>
        (options.Format ?? Path.GetExtension(path).TrimStart('.')) switch
        {
            "tsv" or "txt" => DelimitedRows.Read(path, content, options, DelimitedRows.Tabs(content)),
            "csv" => DelimitedRows.Read(path, content, options, DelimitedRows.Commas(path, content)),
            "jsonl" or "json" => JsonRows.Read(path, content),
            string other => throw new InvalidDataException($"'{path}': the format '{other}' is not known; set \"format\" to tsv, csv or jsonl."),
        };

    private static string Decode(string path, out bool mark)
    {
        byte[] bytes = File.ReadAllBytes(path);
        mark = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble);
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes, mark ? 3 : 0, bytes.Length - (mark ? 3 : 0));
        }
        catch (DecoderFallbackException problem)
        {
            int at = Math.Max(0, problem.Index);
            int line = 1 + bytes.AsSpan(0, Math.Min(at, bytes.Length)).Count((byte)'\n');
            throw new InvalidDataException($"'{path}', line {line}: this is not UTF-8. Convert the file to UTF-8.", problem);
        }
    }
}
