using System.Text.Json;
using System.Text.Json.Serialization;

namespace TextBrewer.Configuration;

/// <summary>Reads and writes <see cref="Projection"/> as TextBrewer's list.</summary>
internal sealed class ProjectionConverter : JsonConverter<Projection>
{
    private const string Betas = "betas", Beta1 = "beta1", Beta2 = "beta2";

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
            foreach (JsonProperty option in list[3].EnumerateObject()) projection = With(projection, option);
        }
        return projection;
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
        if (value.LearningRate is not null || value.WeightDecay is not null || value.Options.Count > 0) WriteGroup(writer, value);
        writer.WriteEndArray();
    }

    private static Projection With(Projection projection, JsonProperty option) => option.Name switch
    {
        "lr" => projection with { LearningRate = Number(option.Value, option.Name) },
        "weight_decay" => projection with { WeightDecay = Number(option.Value, option.Name) },
        Betas when option.Value.ValueKind == JsonValueKind.Array && option.Value.GetArrayLength() == 2 => projection with
        {
            Options = Add(projection.Options, (Beta1, Number(option.Value[0], Betas)), (Beta2, Number(option.Value[1], Betas))),
        },
        Betas => throw new JsonException("a projection's betas are two numbers: [0.9, 0.999]."),
        _ => projection with { Options = Add(projection.Options, (option.Name, Number(option.Value, option.Name))) },
    };

    private static Dictionary<string, double> Add(IReadOnlyDictionary<string, double> options, params (string Name, double Value)[] more)
    {
        Dictionary<string, double> all = new(options);
        foreach ((string name, double value) in more) all[name] = value;
        return all;
    }

    private static double Number(JsonElement value, string name) => value.ValueKind == JsonValueKind.Number
        ? value.GetDouble()
        : throw new JsonException($"a projection's {name} is a number.");

    private static void WriteGroup(Utf8JsonWriter writer, Projection value)
    {
        Dictionary<string, double> options = new(value.Options);
        writer.WriteStartObject();
        if (value.LearningRate is double rate) writer.WriteNumber("lr", rate);
        if (value.WeightDecay is double decay) writer.WriteNumber("weight_decay", decay);
        if (options.TryGetValue(Beta1, out double first) && options.TryGetValue(Beta2, out double second))
        {
            writer.WriteStartArray(Betas);
            writer.WriteNumberValue(first);
            writer.WriteNumberValue(second);
            writer.WriteEndArray();
            options.Remove(Beta1);
            options.Remove(Beta2);
        }
        foreach ((string name, double number) in options) writer.WriteNumber(name, number);
        writer.WriteEndObject();
    }
}
