using System.Text.Json;
using System.Text.Json.Serialization;

namespace TextBrewer.Reports.Results;

/// <summary>A text, a number or a list of texts.</summary>
internal sealed class AnswerConverter : JsonConverter<Answer>
{
    public override Answer Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Number => Answer.Of(reader.GetDouble()),
        JsonTokenType.String => Answer.Of(reader.GetString()!),
        _ => Answer.Of(List(JsonSerializer.Deserialize<string?[]>(ref reader, options)!)),
    };

    private static string[] List(string?[] values) =>
        [.. values.Select(value => value ?? throw new JsonException("an answer is null"))];

    public override void Write(Utf8JsonWriter writer, Answer value, JsonSerializerOptions options)
    {
        // JSON has no NaN: what a diverged regression says is written as the text.
        if (value.Number is double number && double.IsFinite(number)) writer.WriteNumberValue(number);
        else if (!value.IsList) writer.WriteStringValue(value.Values[0]);
        else JsonSerializer.Serialize(writer, value.Values, options);
    }
}
