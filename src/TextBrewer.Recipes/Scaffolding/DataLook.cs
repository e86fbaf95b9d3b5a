using System.Text.Json;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Text.Files;
using TextBrewer.Text.Reading;

namespace TextBrewer.Recipes.Scaffolding;

/// <summary>What a data file looks like, by its first rows.</summary>
internal static class DataLook
{
    private const int Most = 500;

    // Of the rows so many have to be alike.
    private const double Enough = 0.95;

    /// <summary>Looks at a file.</summary>
    /// <exception cref="InvalidDataException">It cannot be read.</exception>
    internal static DataForm Of(string path)
    {
        string kind = Path.GetExtension(path).TrimStart('.').ToLowerInvariant();
        TextFile file = TextFile.Read(path, new Warnings(), TableSample.EncodingOf(path));
        if (kind is "json" or "jsonl" || (file.First == '{' && kind is not ("csv" or "tsv"))) return OfJson(file);
        string[] lines = [.. file.Lines().Take(Most).Select(line => line.Text.ToString())];
        if (kind == "conll" || AreTagged(lines)) return DataForm.TaggedWords;
        if (kind is "csv" or "tsv") return DataForm.Table;
        TableSample sample = TableSample.Of(path);
        // A few lines may have as many commas by chance; tabs are put there.
        bool isTable = sample.Alike >= Enough && (sample.Delimiter is null || sample.Rows.Count >= 5);
        return isTable ? DataForm.Table : DataForm.PlainText;
    }

    /// <summary>The form in a sentence.</summary>
    internal static string Name(DataForm form) => form switch
    {
        DataForm.Table => "a table (CSV, TSV or JSONL)",
        DataForm.TaggedWords => "tagged words (CoNLL, or JSON with spans)",
        DataForm.Questions => "questions about passages (SQuAD's JSON)",
        DataForm.Choices => "texts with choices (JSONL)",
        _ => "plain text",
    };

    private static DataForm OfJson(TextFile file)
    {
        IReadOnlyList<JsonPlace> objects = Objects(file);
        if (Has("data", JsonValueKind.Array) || (Has("question") && Has("context"))) return DataForm.Questions;
        if (Has("choices")) return DataForm.Choices;
        bool hasSpans = Has("text") && objects.SelectMany(row => row.Keys()).Any(key => SpanSentences.IsSpans(key.Key, key.Value.Element));
        return Has("tokens", JsonValueKind.Array) || Has("words", JsonValueKind.Array) || hasSpans ? DataForm.TaggedWords : DataForm.Table;

        bool Has(string key, JsonValueKind? kind = null) =>
            objects.Any(row => row.Find(key) is { } value && (kind is null || value.Element.ValueKind == kind));
    }

    private static IReadOnlyList<JsonPlace> Objects(TextFile file)
    {
        try
        {
            return [.. JsonObjects.Read(file, new Warnings()).Take(Most).Select(row => row.Object)];
        }
        catch (InvalidDataException) when (file.First == '{')
        {
            return [JsonObjects.Document(file)]; // an object of many lines
        }
    }

    /// <summary>Rows of as many cells, of which the last is a tag; or single words beside theirs, a blank line between sentences.</summary>
    private static bool AreTagged(string[] lines)
    {
        string[] rows = [.. lines.Where(line => line.AsSpan().Trim() is { IsEmpty: false } row && !row.StartsWith("-DOCSTART-"))];
        if (rows.Length == 0) return false;
        char separator = Share(rows, row => row.Contains('\t', StringComparison.Ordinal)) >= 0.5 ? '\t' : ' ';
        const StringSplitOptions Cells = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        string[][] cells = [.. rows.Select(row => row.Split(separator, Cells))];
        int width = cells.CountBy(row => row.Length).MaxBy(count => count.Value).Key;
        if (width < 2 || Share(cells, row => row.Length == width) < 0.9) return false;
        return Share(cells, row => ConllSentences.IsTag(row[^1])) >= 0.9
            || (rows.Length < lines.Length && Share(cells, row => !row[0].Contains(' ', StringComparison.Ordinal)) >= Enough);
    }

    private static double Share<T>(IReadOnlyList<T> rows, Func<T, bool> holds) => rows.Average(row => holds(row) ? 1.0 : 0);
}
