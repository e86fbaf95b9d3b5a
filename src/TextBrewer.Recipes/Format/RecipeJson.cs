using System.Text.Json;
using System.Text.Json.Nodes;
using TextBrewer.Reports.Results;

namespace TextBrewer.Recipes.Format;

/// <summary>How recipes stand in JSON: as what their runs write, keys in snake case, nulls left out.</summary>
internal static class RecipeJson
{
    /// <summary>The key of <see cref="Recipe.ExpandedFrom"/>.</summary>
    internal const string ExpandedFrom = "expanded_from";

    // What stands once, beside the stages of a recipe.
    private static readonly string[] Shared = ["format", ExpandedFrom];

    /// <summary>The options of the serializer, over several lines; they are read-only.</summary>
    public static JsonSerializerOptions Options { get; } = Recipes(ResultJson.Options);

    /// <summary>
    /// A recipe of stages: each stands there complete, and nothing beside them but the run's folder and the method that the recipe was
    /// written out from, so that it is read as it was written.
    /// </summary>
    /// <param name="recipe">The recipe.</param>
    internal static JsonObject Staged(Recipe recipe)
    {
        JsonObject json = new() { ["format"] = recipe.Format };
        if (recipe.ExpandedFrom is { } method) json[ExpandedFrom] = method;
        json["training"] = new JsonObject { ["output_dir"] = recipe.Training.OutputDir };
        json["stages"] = new JsonArray(
            [.. recipe.Stages!.SkipLast(1).Append(recipe.Stages![^1] with { Recipe = recipe }).Select(Stage)]);
        return json;
    }

    private static JsonObject Stage(RecipeStage stage)
    {
        JsonObject json = new() { ["name"] = stage.Name };
        foreach ((string key, JsonNode? value) in stage.Recipe.Json().Where(entry => !Shared.Contains(entry.Key)))
            json[key] = value?.DeepClone();
        json["training"]!.AsObject().Remove("output_dir");
        return json;
    }

    private static JsonSerializerOptions Recipes(JsonSerializerOptions results)
    {
        JsonSerializerOptions options = new(results)
        {
            Converters =
            {
                new DevSetsConverter(), new OneOrSeveralConverter<RecipeRaw>(), new OneOrSeveralConverter<RecipeAugmentation>(),
            },
        };
        options.MakeReadOnly();
        return options;
    }
}
