using System.Text.Json;
using TextBrewer.Text.Files;

namespace TextBrewer.Text.Reading;

/// <summary>A table of JSON objects.</summary>
internal static class JsonRows
{
    internal static IEnumerable<Row> Read(TextFile file, Warnings warnings) =>
        JsonObjects.Read(file, warnings).Select(row => new Row(
            row.Line,
            column => Value(row.Object, column) is JsonPlace value ? value.Scalar() : "",
            column => Value(row.Object, column) is { Element.ValueKind: JsonValueKind.Array } list
                ? [.. list.Items().Select(item => item.Scalar())]
                : null));

    /// <summary>A key that is not there is a mistake; one that is null is an empty cell.</summary>
    private static JsonPlace? Value(JsonPlace row, string column) => row.Has(column, out _) ? row.Find(column) : row.Get(column);
}
