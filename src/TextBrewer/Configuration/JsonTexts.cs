using System.Text;
using System.Text.Json;

namespace TextBrewer.Configuration;

/// <summary>
/// Looks at the texts of a JSON document: <c>"\ud800"</c> is JSON, and half of a character, at which whoever reads it would fail; a key
/// that stands twice in an object is JSON too, and one of its values would count for nothing.
/// </summary>
internal static class JsonTexts
{
    /// <exception cref="JsonException">A text has half of a character in it, a key stands twice, or the document is malformed.</exception>
    internal static void Check(string json)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        Utf8JsonReader reader = new(bytes, new JsonReaderOptions
        {
            CommentHandling = ConfigurationJson.DocumentOptions.CommentHandling,
            AllowTrailingCommas = ConfigurationJson.DocumentOptions.AllowTrailingCommas,
        });
        Stack<HashSet<string>> objects = new();
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.StartObject) objects.Push(new(StringComparer.Ordinal));
            else if (reader.TokenType == JsonTokenType.EndObject) objects.Pop();
            else if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String)
            {
                string text = Text(reader, bytes);
                if (reader.TokenType == JsonTokenType.PropertyName && !objects.Peek().Add(text))
                    throw At(reader, bytes, $"The key '{text}' stands twice.");
            }
        }
    }

    private static string Text(Utf8JsonReader reader, byte[] bytes)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException problem)
        {
            throw At(reader, bytes, "A text has half of a character in it (a surrogate without its other half).", problem);
        }
    }

    private static JsonException At(Utf8JsonReader reader, byte[] bytes, string message, Exception? problem = null)
    {
        long line = bytes.AsSpan(0, (int)reader.TokenStartIndex).Count((byte)'\n');
        return new JsonException(message, path: null, line, bytePositionInLine: null, problem);
    }
}
