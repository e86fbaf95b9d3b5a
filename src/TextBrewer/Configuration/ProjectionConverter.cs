using System.Text.Json;
using System.Text.Json.Serialization;

namespace TextBrewer.Configuration;

/// <summary>Reads and writes <see cref="Projection"/> as TextBrewer's list.</summary>
internal sealed class ProjectionConverter : JsonConverter<Projection>
{
    public override Projection Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        JsonElement list = JsonElement.ParseValue(ref reader);
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is < 3 or > 4 || list[0].ValueKind != JsonValueKind.String
            || !list[1].TryGetInt32(out int sizeIn) || !list[2].TryGetInt32(out int sizeOut))
            throw new JsonException("A projection is [kind, size in, size out] or [kind, size in, size out, { \"lr\": …, \"weight_decay\": … }].");
        string kind = list[0].GetString()!;
        if (kind is not ("linear" or "relu" or "tanh")) throw new JsonException($"There is no projection '{kind}'. Known: linear, relu, tanh.");
        Projection projection = new(kind, sizeIn, sizeOut);
        if (list.GetArrayLength() == 4)
        {
            foreach (JsonProperty option in list[3].EnumerateObject())
            {
                projection = option.Name switch
                {
                    "lr" => projection with { LearningRate = option.Value.GetDouble() },
                    "weight_decay" => projection with { WeightDecay = option.Value.GetDouble() },
                    _ => throw new JsonException($"A projection's optimizer group has no option '{option.Name}'. Known: lr, weight_decay."),
                };
            }
        }
        return projection;
    }

    public override void Write(Utf8JsonWriter writer, Projection value, JsonSerializerOptions options)
    {
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
