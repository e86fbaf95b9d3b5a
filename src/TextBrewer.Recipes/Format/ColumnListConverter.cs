using System.Text.Json;
using System.Text.Json.Serialization;

namespace TextBrewer.Recipes.Format;

/// <summary>Reads a list of columns, each as <see cref="ColumnConverter"/> does.</summary>
internal sealed class ColumnListConverter : JsonConverter<IReadOnlyList<string>>
{
    private static readonly ColumnConverter Column = new();

    public override IReadOnlyList<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("columns are a list of names or of numbers from 0.");
        List<string> columns = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) columns.Add(Column.Read(ref reader, typeof(string), options)!);
        return columns;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<string> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (string column in value) writer.WriteStringValue(column);
        writer.WriteEndArray();
    }
}
