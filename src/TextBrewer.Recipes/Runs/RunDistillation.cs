using TextBrewer.Configuration;
using TextBrewer.Recipes.Format;

namespace TextBrewer.Recipes.Runs;

/// <summary>What a training of a run distils.</summary>
/// <param name="Shared">What the recipe says for all tasks: those that keep to its matches share their projections.</param>
/// <param name="Tasks">What is distilled in each task, in the order of the tasks.</param>
internal sealed record RunDistillation(DistillationConfig Shared, IReadOnlyList<DistillationConfig> Tasks)
{
    internal static RunDistillation Of(Recipe recipe) =>
        new(recipe.Distillation, [.. recipe.AllTasks().Select(task => recipe.DistillationOf(task.Task))]);

    /// <summary>The same with each configuration changed.</summary>
    internal RunDistillation Select(Func<DistillationConfig, DistillationConfig> change) => new(change(Shared), [.. Tasks.Select(change)]);
}
