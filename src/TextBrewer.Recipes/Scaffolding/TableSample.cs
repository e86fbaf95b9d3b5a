using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using TextBrewer.Text.Files;
using TextBrewer.Text.Reading;

namespace TextBrewer.Recipes.Scaffolding;

/// <summary>The first rows of a table, and how the file seems to be written.</summary>
/// <param name="Names">The columns' names; null: a file's first row may hold them.</param>
/// <param name="Rows">The rows.</param>
internal sealed record TableSample(IReadOnlyList<string>? Names, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    private const int Most = 500;

    /// <summary>What stands between columns; null: what the format has.</summary>
    internal string? Delimiter { get; private init; }

    /// <summary>The encoding; null: UTF-8.</summary>
    internal string? Encoding { get; private init; }

    /// <summary>The share of the rows that have as many columns as the first, where these are several.</summary>
    internal double Alike { get; private init; }

    /// <summary>Looks at a file.</summary>
    internal static TableSample Of(string path)
    {
        string? encoding = EncodingOf(path);
        Warnings warnings = new();
        TextFile file = TextFile.Read(path, warnings, encoding);
        string kind = Path.GetExtension(path).TrimStart('.').ToLowerInvariant();
        if (kind is "json" or "jsonl") return Objects(file, warnings) with { Encoding = encoding };
        bool isCsv = kind == "csv";
        string usual = isCsv ? "," : "\t";
        (string Delimiter, IReadOnlyList<IReadOnlyList<string>> Rows)[] cut =
        [
            .. new[] { usual, ";", "\t", "|", "," }.Distinct().Select(delimiter => (delimiter, Cut(file, delimiter, isCsv, warnings))),
        ];
        // The usual one wins over others that cut as many rows alike.
        (string found, IReadOnlyList<IReadOnlyList<string>> rows) = cut.MaxBy(one => AlikeRows(one.Rows));
        return new TableSample(null, rows)
        {
            Delimiter = found == usual ? null : found,
            Encoding = encoding,
            Alike = rows.Count == 0 ? 0 : (double)AlikeRows(rows) / rows.Count,
        };
    }

    private static TableSample Objects(TextFile file, Warnings warnings)
    {
        JsonElement[] rows = [.. JsonObjects.Read(file, warnings).Take(Most).Select(row => row.Object.Element)];
        string[] names = [.. rows.SelectMany(row => row.EnumerateObject()).Select(cell => cell.Name).Distinct()];
        return new TableSample(names, [.. rows.Select(row => names.Select(name => Cell(row, name)).ToArray())]);
    }

    private static string Cell(JsonElement row, string name) => row.TryGetProperty(name, out JsonElement cell)
        ? cell.ValueKind == JsonValueKind.String ? cell.GetString()! : cell.GetRawText()
        : "";

    private static IReadOnlyList<IReadOnlyList<string>> Cut(TextFile file, string delimiter, bool isCsv, Warnings warnings)
    {
        try
        {
            return [.. (isCsv ? DelimitedRows.Quoted(file, delimiter, warnings) : DelimitedRows.Plain(file, delimiter, warnings))
                .Take(Most)
                .Select(row => row.Cells)];
        }
        catch (InvalidDataException)
        {
            return []; // quotes that match nowhere: it is another delimiter
        }
    }

    /// <summary>How many rows have as many columns as the first, where these are several.</summary>
    private static int AlikeRows(IReadOnlyList<IReadOnlyList<string>> rows) =>
        rows is [{ Count: > 1 } first, ..] ? rows.Count(row => row.Count == first.Count) : 0;

    /// <summary>The encoding that a file seems to have; null: UTF-8.</summary>
    internal static string? EncodingOf(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no data file '{path}'.", path);
        TextFile.CheckEncoding(path);
        byte[] head = new byte[1 << 20];
        using FileStream file = File.OpenRead(path);
        ReadOnlySpan<byte> bytes = head.AsSpan(0, file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false));
        // A character that the megabyte ends within is none of the file's faults.
        for (int cut = 0; cut < 4 && cut < bytes.Length; cut++)
            if (Utf8.IsValid(bytes[..^cut])) return null;
        return IsChinese(bytes) ? "gb18030" : "windows-1252";
    }

    /// <summary>Whether what is not ASCII makes Chinese characters, as the bytes of single letters do not.</summary>
    private static bool IsChinese(ReadOnlySpan<byte> bytes)
    {
        string text = CodePagesEncodingProvider.Instance.GetEncoding("gb18030")!.GetString(bytes);
        int chinese = text.Count(IsIdeograph), others = text.Count(c => c > '\u007f') - chinese;
        int pairs = text.Zip(text.Skip(1)).Count(two => IsIdeograph(two.First) && IsIdeograph(two.Second));
        return pairs > others && pairs > chinese / 2;
    }

    private static bool IsIdeograph(char c) => c is >= '\u4e00' and <= '\u9fff';
}
