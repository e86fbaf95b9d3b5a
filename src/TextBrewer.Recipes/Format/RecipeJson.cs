using System.Text.Json;
using System.Text.Json.Nodes;
using TextBrewer.Reports.Results;

namespace TextBrewer.Recipes.Format;

/// <summary>How recipes stand in JSON: as what their runs write, keys in snake case, nulls left out.</summary>
internal static class RecipeJson
{
    /// <summary>The options of the serializer, over several lines; they are read-only.</summary>
    public static JsonSerializerOptions Options { get; } = Recipes(ResultJson.Options);

    /// <summary>
    /// A recipe of stages: each stands there complete, and nothing beside them but the run's folder, so that it is read as it was written.
    /// </summary>
    /// <param name="recipe">The recipe.</param>
    internal static JsonObject Staged(Recipe recipe) => new()
    {
        ["format"] = recipe.Format,
        ["training"] = new JsonObject { ["output_dir"] = recipe.Training.OutputDir },
        ["stages"] = new JsonArray([.. recipe.Stages!.SkipLast(1).Append(recipe.Stages![^1] with { Recipe = recipe }).Select(Stage)]),
    };

    private static JsonObject Stage(RecipeStage stage)
    {
        JsonObject json = new() { ["name"] = stage.Name };
        foreach ((string key, JsonNode? value) in stage.Recipe.Json().Where(entry => entry.Key != "format")) json[key] = value?.DeepClone();
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
