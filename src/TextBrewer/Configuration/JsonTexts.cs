using System.Text;
using System.Text.Json;

namespace TextBrewer.Configuration;

/// <summary>
/// Looks at the texts of a JSON document: <c>"\ud800"</c> is JSON, and half of a character, at which whoever reads it would fail.
/// </summary>
internal static class JsonTexts
{
    /// <exception cref="JsonException">A text has half of a character in it, or the document is malformed.</exception>
    internal static void Check(string json)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        Utf8JsonReader reader = new(bytes, new JsonReaderOptions
        {
            CommentHandling = ConfigurationJson.DocumentOptions.CommentHandling,
            AllowTrailingCommas = ConfigurationJson.DocumentOptions.AllowTrailingCommas,
        });
        while (reader.Read())
        {
            if (!reader.ValueIsEscaped) continue;
            try
            {
                reader.GetString();
            }
            catch (InvalidOperationException problem)
            {
                long line = bytes.AsSpan(0, (int)reader.TokenStartIndex).Count((byte)'\n');
                throw new JsonException(
                    "A text has half of a character in it (a surrogate without its other half).",
                    path: null,
                    line,
                    bytePositionInLine: null,
                    problem);
            }
        }
    }
}
