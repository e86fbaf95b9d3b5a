using TextBrewer.Configuration;
using TextBrewer.Recipes.Format;

namespace TextBrewer.Recipes.Checking;

/// <summary>What a recipe must keep to beyond its keys: the rules of its parts, each in a file of its own.</summary>
internal static class RecipeRules
{
    internal static IEnumerable<string> Problems(Recipe recipe) =>
    [
        .. ShapeRules.Problems(recipe),
        .. RecipeMethods.Problems(recipe),
        .. Tasks(recipe).SelectMany(task => TaskRules.Problems(task.Task, task.Name.Length == 0 ? "$" : $"$.tasks.{task.Name}")),
        .. TrainingRules.Problems(recipe.Training, hasDev: Tasks(recipe).Any(task => task.Task.Data?.HasDev == true)),
        .. DistillationRules.Problems(recipe),
        .. ReplacingRules.Problems(recipe),
        .. StoreRules.Problems(recipe),
        .. ModelRules.Problems(recipe.Student, "$.student"),
        .. ModelRules.Problems(recipe.Model, "$.model"),
        .. recipe.Export is null ? [] : RuleAttribute.Problems(recipe.Export, "$.export"),
    ];

    private static IReadOnlyList<(string Name, RecipeTask Task)> Tasks(Recipe recipe) =>
        recipe.Tasks is null && recipe.Data is null ? [] : recipe.AllTasks();
}
