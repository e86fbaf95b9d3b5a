using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace TextBrewer.Configuration;

/// <summary>Reads and writes <see cref="MatchList"/> as a list or as the names of presets; TextBrewer's <c>null</c> is none.</summary>
internal sealed class MatchListConverter : JsonConverter<MatchList>, IFormConverter
{
    public override bool HandleNull => true;

    public Type? FormOf(JsonNode value) => value is JsonArray ? typeof(IReadOnlyList<IntermediateMatch>) : typeof(string);

    public override MatchList Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Null => MatchList.None,
        JsonTokenType.String => MatchList.FromString(reader.GetString()!),
        _ => MatchList.FromList(JsonSerializer.Deserialize<List<IntermediateMatch>>(ref reader, options) ?? []),
    };

    public override void Write(Utf8JsonWriter writer, MatchList value, JsonSerializerOptions options)
    {
        if (value.Preset is not null) writer.WriteStringValue(value.Preset);
        else JsonSerializer.Serialize(writer, value.Resolve(), options);
    }
}
