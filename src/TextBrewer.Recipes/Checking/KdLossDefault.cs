using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;

namespace TextBrewer.Recipes.Checking;

/// <summary>The loss between logits of a recipe that names none: the one that suits its kind of task.</summary>
internal static class KdLossDefault
{
    /// <summary>A recipe with the KD loss of its tasks.</summary>
    /// <param name="recipe">The recipe, which names none.</param>
    /// <param name="problems">Takes the sentence that its tasks need different ones.</param>
    internal static Recipe Fill(Recipe recipe, List<string> problems)
    {
        IReadOnlyList<TaskKind> kinds = DistillationRules.Kinds(recipe);
        if (recipe.Student is null || recipe.Distillation.KdLossWeight == 0 || kinds.Count == 0) return recipe;
        string loss = kinds[0].DefaultKdLoss;
        if (kinds.All(kind => kind.DefaultKdLoss == loss))
            return recipe with { Distillation = recipe.Distillation with { KdLossType = loss } };
        IEnumerable<string> defaults = from task in recipe.AllTasks()
                                       where TaskKinds.Find(task.Task.Task) is not null
                                       let kind = TaskKinds.Get(task.Task.Task)
                                       select $"{task.Name} ({kind.Name}): {kind.DefaultKdLoss}";
        problems.Add($"$.distillation.kd_loss_type is missing, and no default suits all tasks: "
            + $"{string.Join(", ", defaults)}. Name one that suits all, like mse.");
        return recipe;
    }
}
