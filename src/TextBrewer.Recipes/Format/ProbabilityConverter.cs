using System.Text.Json;
using System.Text.Json.Serialization;
using TextBrewer.Naming;

namespace TextBrewer.Recipes.Format;

/// <summary>Reads the course of a probability: a number, which is the same throughout, or a schedule's name with its arguments.</summary>
internal sealed class ProbabilityConverter : JsonConverter<Named>
{
    private static readonly NamedConverter Names = new();

    public override Named Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.Number => Named.Of("constant", reader.GetDouble()),
            JsonTokenType.String or JsonTokenType.StartArray => Names.Read(ref reader, typeToConvert, options),
            _ => throw new JsonException("a probability is a number, [\"constant\", p] or [\"linear\", k, b]."),
        };

    public override void Write(Utf8JsonWriter writer, Named value, JsonSerializerOptions options) =>
        Names.Write(writer, value, options);
}
