using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;

namespace TextBrewer.Recipes.Checking;

/// <summary>What is distilled, in all tasks and in each, and whether the loss between logits suits the kinds of tasks.</summary>
internal static class DistillationRules
{
    internal static IEnumerable<string> Problems(Recipe recipe)
    {
        // The rules beside the properties are among these.
        IReadOnlyList<string> shared = recipe.Distillation.Problems();
        foreach (string problem in shared) yield return "$.distillation" + problem[1..];
        foreach ((string name, RecipeTask task) in recipe.Tasks ?? new Dictionary<string, RecipeTask>())
            // What a task took over was said once.
            foreach (string problem in (task.Distillation?.Problems() ?? []).Except(shared))
                yield return $"$.tasks.{name}.distillation{problem[1..]}";
        if (recipe.Student is null) yield break;
        IEnumerable<string> unsuitable = recipe.Tasks is null
            ? KdLoss(recipe.Task, recipe.Distillation, "$.distillation", "")
            : recipe.Tasks.SelectMany(task => KdLossOf(task.Key, task.Value, recipe));
        foreach (string problem in unsuitable.Distinct(StringComparer.Ordinal)) yield return problem;
    }

    /// <summary>The kinds of a recipe's tasks, each once; names that are none are left out.</summary>
    internal static IReadOnlyList<TaskKind> Kinds(Recipe recipe)
    {
        IEnumerable<string> names = recipe.Tasks?.Values.Select(task => task.Task) ?? [recipe.Task];
        return [.. names.Select(TaskKinds.Find).OfType<TaskKind>().Distinct()];
    }

    private static IEnumerable<string> KdLossOf(string name, RecipeTask task, Recipe recipe)
    {
        RecipeDistillation distillation = recipe.DistillationOf(task);
        return distillation.KdLossType == recipe.Distillation.KdLossType
            ? KdLoss(task.Task, distillation, "$.distillation", $", for this task alone in $.tasks.{name}.distillation")
            : KdLoss(task.Task, distillation, $"$.tasks.{name}.distillation", "");
    }

    private static IEnumerable<string> KdLoss(string task, RecipeDistillation distillation, string path, string where)
    {
        string loss = distillation.KdLossType.Name;
        if (distillation.KdLossWeight == 0 || TaskKinds.Find(task) is not { KdLosses: { } suitable } kind) yield break;
        if (!suitable.Contains(loss))
            yield return $"{path}.kd_loss_type is {loss}, {kind.KdLossReason}: use {string.Join(" or ", suitable)}{where}.";
        if (distillation.LogitStandardization)
            yield return $"{path}.logit_standardization is true, {kind.KdLossReason}: set it to false{where}.";
    }
}
