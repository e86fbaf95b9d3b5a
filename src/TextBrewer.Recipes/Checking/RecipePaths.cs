using System.Text.Json;
using System.Text.Json.Nodes;
using TextBrewer.Configuration;
using TextBrewer.Recipes.Format;

namespace TextBrewer.Recipes.Checking;

/// <summary>The files and folders that a recipe names.</summary>
internal static class RecipePaths
{
    /// <summary>Every path of a document, with the place where it stands.</summary>
    /// <param name="walk">The document, walked.</param>
    internal static IEnumerable<(ConfigurationPlace Place, string Path)> Of(ConfigurationWalk walk)
    {
        foreach (ConfigurationPlace place in walk.Places.Where(place => place.Has<FilePathAttribute>()))
            if (place.Value is JsonValue value && value.TryGetValue(out string? path)) yield return (place, path);
    }

    /// <summary>Puts other paths in their places.</summary>
    /// <param name="walk">The document, walked.</param>
    /// <param name="with">Gives the path that stands for one.</param>
    internal static void Replace(ConfigurationWalk walk, Func<string, string> with)
    {
        foreach ((ConfigurationPlace place, string path) in Of(walk)) ((JsonValue)place.Value!).ReplaceWith(with(path));
    }

    /// <summary>A recipe with other paths.</summary>
    /// <param name="recipe">The recipe; its stages stay as they are.</param>
    /// <param name="with">Gives the path that stands for one.</param>
    internal static Recipe Replace(Recipe recipe, Func<string, string> with)
    {
        JsonObject json = recipe.Json();
        Replace(ConfigurationWalk.Over<Recipe>(json, RecipeJson.Options), with);
        return json.Deserialize<Recipe>(RecipeJson.Options)! with { Stages = recipe.Stages };
    }
}
