using System.Text;
using System.Text.Json;
using TextBrewer.Text.Files;

namespace TextBrewer.Text.Reading;

/// <summary>The objects of a file: one for each line (JSONL), or all in one list.</summary>
internal static class JsonObjects
{
    internal static IEnumerable<(int Line, JsonPlace Object)> Read(TextFile file, Warnings warnings) =>
        file.First == '[' ? List(file) : Lines(file, warnings);

    /// <summary>One document that takes the whole file.</summary>
    internal static JsonPlace Document(TextFile file) => Parse(file, file.Content.AsMemory(), 1, "this is not JSON.");

    private static IEnumerable<(int, JsonPlace)> Lines(TextFile file, Warnings warnings)
    {
        int blank = 0;
        foreach ((int line, ReadOnlyMemory<char> text) in file.Lines())
        {
            if (text.Span.IsWhiteSpace())
            {
                blank++;
                continue;
            }
            warnings.Count("blank line", blank);
            blank = 0;
            JsonPlace place = Parse(file, text, line, "this is not JSON. JSONL has one object per line.") with { Path = $"line {line}, $" };
            yield return (line, place.Element.ValueKind == JsonValueKind.Object
                ? place
                : throw place.Wrong("a line of JSONL is an object, like {\"sentence\": \"…\", \"label\": \"…\"}."));
        }
    }

    private static List<(int, JsonPlace)> List(TextFile file)
    {
        List<(int, JsonPlace)> objects = [];
        byte[] bytes = Encoding.UTF8.GetBytes(file.Content);
        Utf8JsonReader reader = new(bytes);
        try
        {
            int line = 1;
            long counted = 0;
            reader.Read();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                line += bytes.AsSpan((int)counted, (int)(reader.TokenStartIndex - counted)).Count((byte)'\n');
                counted = reader.TokenStartIndex;
                JsonPlace place = new(file.Path, $"line {line}, $[{objects.Count}]", JsonElement.ParseValue(ref reader));
                objects.Add((line, place.Element.ValueKind == JsonValueKind.Object
                    ? place
                    : throw place.Wrong("a row is an object, like {\"sentence\": \"…\", \"label\": \"…\"}.")));
            }
            reader.Read(); // what follows the list is an error
        }
        catch (JsonException problem)
        {
            throw Broken(file, problem, 1, "this is not JSON.");
        }
        return objects;
    }

    private static JsonPlace Parse(TextFile file, ReadOnlyMemory<char> text, int line, string problem)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return new JsonPlace(file.Path, "$", document.RootElement.Clone());
        }
        catch (JsonException broken)
        {
            throw Broken(file, broken, line, problem);
        }
    }

    private static InvalidDataException Broken(TextFile file, JsonException broken, int line, string problem) =>
        new($"'{file.Path}', line {line + (broken.LineNumber ?? 0)}, byte {1 + (broken.BytePositionInLine ?? 0)}: {problem}", broken);
}
