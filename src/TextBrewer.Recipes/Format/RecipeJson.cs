using System.Text.Json;
using TextBrewer.Reports.Results;

namespace TextBrewer.Recipes.Format;

/// <summary>How recipes, and what their runs write, stand in JSON: keys in snake case, nulls left out.</summary>
public static class RecipeJson
{
    /// <summary>The options of the serializer, over several lines.</summary>
    public static JsonSerializerOptions Options => ResultJson.Options;

    /// <summary>The options of the serializer for one object a line.</summary>
    public static JsonSerializerOptions LineOptions => ResultJson.LineOptions;
}
