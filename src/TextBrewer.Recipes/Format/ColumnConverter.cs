using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TextBrewer.Recipes.Format;

/// <summary>Reads a column as a recipe names it: by its name, or by its number from 0, with or without quotation marks.</summary>
internal sealed class ColumnConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString(),
            JsonTokenType.Number when reader.TryGetInt32(out int number) && number >= 0 => number.ToString(CultureInfo.InvariantCulture),
            _ => throw new JsonException("a column is a name or a number from 0."),
        };

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
