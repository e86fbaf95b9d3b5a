using System.Text.Json;
using System.Text.Json.Serialization;

namespace TextBrewer.Configuration;

/// <summary>Reads and writes <see cref="LayerIndices"/> as a number or a list of numbers.</summary>
internal sealed class LayerIndicesConverter : JsonConverter<LayerIndices>
{
    public override LayerIndices Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        JsonElement value = JsonElement.ParseValue(ref reader);
        JsonElement[] layers = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
        return new LayerIndices([.. layers.Select(layer => layer.ValueKind == JsonValueKind.Number && layer.TryGetInt32(out int index)
            ? index
            : throw new JsonException("a layer is a whole number, or a list of them: 4 or [4, 4]."))]);
    }

    public override void Write(Utf8JsonWriter writer, LayerIndices value, JsonSerializerOptions options)
    {
        if (value.Count == 1) writer.WriteNumberValue(value.Values[0]);
        else JsonSerializer.Serialize(writer, value.Values, options);
    }
}
