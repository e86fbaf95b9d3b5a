using System.Text.Json;
using System.Text.Json.Serialization;

namespace TextBrewer.Configuration;

/// <summary>Reads and writes <see cref="LayerIndices"/> as a number or a list of numbers.</summary>
internal sealed class LayerIndicesConverter : JsonConverter<LayerIndices>
{
    public override LayerIndices Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number
            ? new LayerIndices(reader.GetInt32())
            : new LayerIndices(JsonSerializer.Deserialize<int[]>(ref reader, options) ?? []);

    public override void Write(Utf8JsonWriter writer, LayerIndices value, JsonSerializerOptions options)
    {
        if (value.Count == 1) writer.WriteNumberValue(value.Values[0]);
        else JsonSerializer.Serialize(writer, value.Values, options);
    }
}
