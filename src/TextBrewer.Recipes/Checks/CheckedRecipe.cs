using TextBrewer.Models.Heads;
using TextBrewer.Recipes.Format;

namespace TextBrewer.Recipes.Checks;

/// <summary>A recipe whose data are read, and the model that it trains: what is looked at.</summary>
/// <param name="Recipe">The recipe.</param>
/// <param name="Tasks">Its tasks.</param>
/// <param name="Trained">The model that it trains, as it starts, a head for each task.</param>
internal sealed record CheckedRecipe(Recipe Recipe, IReadOnlyList<CheckedTask> Tasks, IReadOnlyList<TaskModel> Trained)
{
    /// <summary>Whether it has teachers.</summary>
    internal bool HasTeachers => Tasks[0].Teacher is not null;

    /// <summary>Whether it compares the student with its teachers.</summary>
    internal bool Distils => HasTeachers && Recipe.Replacing is null;

    /// <summary>What it distils, each place where it says so once; none where it does not.</summary>
    internal IEnumerable<(string Path, RecipeDistillation Distillation)> Distillations => Distils
        ? Tasks.Select(task => (task.DistillationPath, task.Distillation)).DistinctBy(place => place.DistillationPath)
        : [];

    /// <summary>Stops what takes long.</summary>
    internal CancellationToken Cancellation { get; init; }
}
