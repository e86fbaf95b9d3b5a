using System.Text.Json;

namespace TextBrewer.Text.Reading;

/// <summary>One JSON object per line.</summary>
internal static class JsonRows
{
    internal static IEnumerable<Row> Read(string path, string content)
    {
        int line = 0;
        foreach (string text in content.Split('\n'))
        {
            line++;
            if (string.IsNullOrWhiteSpace(text)) continue;
            JsonElement json = Parse(path, line, text);
            int at = line;
            yield return new Row(at, column => json.TryGetProperty(column, out JsonElement value)
                ? value.ValueKind switch { JsonValueKind.String => value.GetString()!, JsonValueKind.Null => "", _ => value.GetRawText() }
                : throw new InvalidDataException($"'{path}', line {at}: there is no key '{column}'. Its keys are: {string.Join(", ", json.EnumerateObject().Select(p => p.Name))}."));
        }
    }

    private static JsonElement Parse(string path, int line, string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw new InvalidDataException($"'{path}', line {line}: a line of JSONL is an object, like {{\"sentence\": \"…\", \"label\": \"…\"}}.");
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException($"'{path}', line {line}, byte {problem.BytePositionInLine}: this is not JSON. JSONL has one object per line.", problem);
        }
    }
}
