namespace TextBrewer.Recipes.Format;

/// <summary>A stage of a recipe: a run of its own, which may start from the model of an earlier one.</summary>
/// <param name="Name">Its name, which is also its folder's under the run's <c>stages</c>.</param>
/// <param name="Recipe">What it does, complete: the recipe's keys with the stage's own over them.</param>
public sealed record RecipeStage(string Name, Recipe Recipe)
{
    /// <summary>Begins a path that stands for the model that an earlier stage made: <c>stage:general</c>.</summary>
    public const string Reference = "stage:";

    /// <summary>The folder of the stages under a run's folder; the last stage is the run itself.</summary>
    internal const string Folder = "stages";

    /// <summary>The stage that a path stands for; null: it is a path.</summary>
    internal static string? Of(string? path) =>
        path?.StartsWith(Reference, StringComparison.Ordinal) == true ? path[Reference.Length..] : null;
}
