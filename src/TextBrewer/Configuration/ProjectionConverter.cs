using System.Text.Json;
using System.Text.Json.Serialization;

namespace TextBrewer.Configuration;

/// <summary>Reads and writes <see cref="Projection"/> as TextBrewer's list.</summary>
internal sealed class ProjectionConverter : JsonConverter<Projection>
{
    public override Projection Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        JsonElement list = JsonElement.ParseValue(ref reader);
        if (list.ValueKind == JsonValueKind.String && list.GetString() == Projection.Auto.Kind) return Projection.Auto;
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is < 3 or > 4 || list[0].ValueKind != JsonValueKind.String
            || !list[1].TryGetInt32(out int sizeIn) || !list[2].TryGetInt32(out int sizeOut))
            throw new JsonException(
                "a projection is \"auto\", [kind, size in, size out] or [kind, size in, size out, { \"lr\": …, \"weight_decay\": … }].");
        Projection projection = new(list[0].GetString()!, sizeIn, sizeOut);
        if (list.GetArrayLength() == 4)
        {
            if (list[3].ValueKind != JsonValueKind.Object) throw new JsonException(
                "a projection's fourth entry is its optimizer group, like { \"lr\": 1e-3 }.");
            foreach (JsonProperty option in list[3].EnumerateObject())
            {
                projection = option.Name switch
                {
                    "lr" => projection with { LearningRate = Number(option) },
                    "weight_decay" => projection with { WeightDecay = Number(option) },
                    _ => throw new JsonException($"a projection's optimizer group has no option '{option.Name}'. Known: lr, weight_decay."),
                };
            }
        }
        return projection;

        static double Number(JsonProperty option) => option.Value.ValueKind == JsonValueKind.Number
            ? option.Value.GetDouble()
            : throw new JsonException($"a projection's {option.Name} is a number.");
    }

    public override void Write(Utf8JsonWriter writer, Projection value, JsonSerializerOptions options)
    {
        if (value.IsAuto)
        {
            writer.WriteStringValue(value.Kind);
            return;
        }
        writer.WriteStartArray();
        writer.WriteStringValue(value.Kind);
        writer.WriteNumberValue(value.SizeIn);
        writer.WriteNumberValue(value.SizeOut);
        if (value.LearningRate is not null || value.WeightDecay is not null)
        {
            writer.WriteStartObject();
            if (value.LearningRate is double rate) writer.WriteNumber("lr", rate);
            if (value.WeightDecay is double decay) writer.WriteNumber("weight_decay", decay);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }
}
