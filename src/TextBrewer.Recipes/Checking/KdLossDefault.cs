using System.Text.Json.Nodes;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;

namespace TextBrewer.Recipes.Checking;

/// <summary>The loss between logits where a recipe names none: the one that suits the kind of task.</summary>
internal static class KdLossDefault
{
    /// <summary>A recipe with the KD loss of each task. Where all need the same one it is the recipe's, else the tasks'.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="json">What it was read from, where it stands whether a loss is named.</param>
    internal static Recipe Fill(Recipe recipe, JsonObject json)
    {
        if (recipe.Student is null || Names(json)) return recipe;
        string[] defaults = [.. DistillationRules.Kinds(recipe).Select(kind => kind.DefaultKdLoss).Distinct(StringComparer.Ordinal)];
        if (defaults is [string only] && recipe.Distillation.KdLossWeight > 0)
            recipe = recipe with { Distillation = recipe.Distillation with { KdLossType = only } };
        return recipe with
        {
            Tasks = recipe.Tasks?.ToDictionary(
                task => task.Key,
                task => Names(json["tasks"]![task.Key]) ? task.Value : WithDefault(task.Value, recipe)),
        };
    }

    private static RecipeTask WithDefault(RecipeTask task, Recipe recipe)
    {
        RecipeDistillation distillation = recipe.DistillationOf(task);
        if (TaskKinds.Find(task.Task) is not { DefaultKdLoss: { } loss } || distillation.KdLossWeight == 0
            || distillation.KdLossType == loss) return task;
        return task with { Distillation = distillation with { KdLossType = loss } };
    }

    private static bool Names(JsonNode? part) => part?["distillation"]?["kd_loss_type"] is not null;
}
