using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;

namespace TextBrewer.Recipes.Checking;

/// <summary>What is distilled, and whether the loss between logits suits the kinds of tasks.</summary>
internal static class DistillationRules
{
    internal static IEnumerable<string> Problems(Recipe recipe)
    {
        // The rules beside the properties are among these.
        foreach (string problem in recipe.Distillation.Problems()) yield return "$.distillation" + problem[1..];
        if (recipe.Student is null || recipe.Distillation.KdLossWeight == 0) yield break;
        string loss = recipe.Distillation.KdLossType.Name;
        foreach (TaskKind kind in Kinds(recipe).Where(kind => kind.KdLosses?.Contains(loss) == false))
            yield return $"$.distillation.kd_loss_type is {loss}, {kind.KdLossReason}: use {string.Join(" or ", kind.KdLosses!)}.";
        if (!recipe.Distillation.LogitStandardization) yield break;
        foreach (TaskKind kind in Kinds(recipe).Where(kind => kind.KdLosses is not null))
            yield return $"$.distillation.logit_standardization is true, {kind.KdLossReason}: set it to false.";
    }

    /// <summary>The kinds of a recipe's tasks, each once; names that are none are left out.</summary>
    internal static IReadOnlyList<TaskKind> Kinds(Recipe recipe)
    {
        IEnumerable<string> names = recipe.Tasks?.Values.Select(task => task.Task) ?? [recipe.Task];
        return [.. names.Select(TaskKinds.Find).OfType<TaskKind>().Distinct()];
    }
}
