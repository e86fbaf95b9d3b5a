using System.Text.Json;
using System.Text.Json.Serialization;

namespace TextBrewer.Recipes.Tasks;

/// <summary>A text, a number or a list of texts.</summary>
internal sealed class VerdictConverter : JsonConverter<Verdict>
{
    public override Verdict Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Number => Verdict.Of(reader.GetDouble()),
        JsonTokenType.String => Verdict.Of(reader.GetString()!),
        _ => Verdict.Of(JsonSerializer.Deserialize<string[]>(ref reader, options)!),
    };

    public override void Write(Utf8JsonWriter writer, Verdict value, JsonSerializerOptions options)
    {
        // JSON has no NaN: what a diverged regression says is written as the text.
        if (value.Number is double number && double.IsFinite(number)) writer.WriteNumberValue(number);
        else if (!value.IsList) writer.WriteStringValue(value.Values[0]);
        else JsonSerializer.Serialize(writer, value.Values, options);
    }
}
