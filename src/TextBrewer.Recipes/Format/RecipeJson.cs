using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace TextBrewer.Recipes.Format;

/// <summary>How recipes, and what their runs write, stand in JSON: keys in snake case, nulls left out.</summary>
public static class RecipeJson
{
    /// <summary>The options of the serializer, over several lines; they are read-only.</summary>
    public static JsonSerializerOptions Options { get; } = ReadOnly(new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        RespectNullableAnnotations = true,
        // A diverged run measures NaN, which JSON has no number for.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    });

    /// <summary>The options of the serializer for one object a line; they are read-only.</summary>
    public static JsonSerializerOptions LineOptions { get; } = ReadOnly(new(Options) { WriteIndented = false });

    private static JsonSerializerOptions ReadOnly(JsonSerializerOptions options)
    {
        options.MakeReadOnly();
        return options;
    }
}
