using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using TextBrewer.Configuration;

namespace TextBrewer.Recipes.Format;

/// <summary>Reads a list, or one value in place of a list of one.</summary>
internal sealed class OneOrSeveralConverter<T> : JsonConverter<IReadOnlyList<T>>, IFormConverter
{
    public Type? FormOf(JsonNode value) => value is JsonArray ? typeof(T[]) : typeof(T);

    public override IReadOnlyList<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.StartArray
            ? JsonSerializer.Deserialize<T[]>(ref reader, options)!
            : [JsonSerializer.Deserialize<T>(ref reader, options)!];

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<T> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (T one in value) JsonSerializer.Serialize(writer, one, options);
        writer.WriteEndArray();
    }
}
