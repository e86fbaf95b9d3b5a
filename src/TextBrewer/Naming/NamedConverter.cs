using System.Text.Json;
using System.Text.Json.Serialization;

namespace TextBrewer.Naming;

/// <summary>Reads and writes <see cref="Named"/> as a string or as a list that begins with one.</summary>
internal sealed class NamedConverter : JsonConverter<Named>
{
    public override Named Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String) return new Named(reader.GetString()!);
        JsonElement element = JsonElement.ParseValue(ref reader);
        if (element.ValueKind != JsonValueKind.Array || element.GetArrayLength() == 0 || element[0].ValueKind != JsonValueKind.String)
            throw new JsonException("A name is a string, or a list that begins with one.");
        return new Named(element[0].GetString()!) { Arguments = [.. element.EnumerateArray().Skip(1).Select(e => e.Clone())] };
    }

    public override void Write(Utf8JsonWriter writer, Named value, JsonSerializerOptions options)
    {
        if (value.Arguments.Count == 0)
        {
            writer.WriteStringValue(value.Name);
            return;
        }
        writer.WriteStartArray();
        writer.WriteStringValue(value.Name);
        foreach (JsonElement argument in value.Arguments) argument.WriteTo(writer);
        writer.WriteEndArray();
    }
}
