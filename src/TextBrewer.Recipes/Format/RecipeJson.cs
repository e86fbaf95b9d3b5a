using System.Text.Json;
using TextBrewer.Reports.Results;

namespace TextBrewer.Recipes.Format;

/// <summary>How recipes stand in JSON: as what their runs write, keys in snake case, nulls left out.</summary>
internal static class RecipeJson
{
    /// <summary>The options of the serializer, over several lines; they are read-only.</summary>
    public static JsonSerializerOptions Options { get; } = Recipes(ResultJson.Options);

    private static JsonSerializerOptions Recipes(JsonSerializerOptions results)
    {
        JsonSerializerOptions options = new(results) { Converters = { new DevSetsConverter() } };
        options.MakeReadOnly();
        return options;
    }
}
