namespace TextBrewer.Recipes.Checks;

/// <summary>A student that starts at random and has no more texts than the labelled ones to learn from.</summary>
internal sealed class RandomStudent : ICheck
{
    /// <summary>Whether the model that is trained starts from nobody's weights.</summary>
    internal static bool IsRandom(CheckedRecipe recipe) =>
        (recipe.Recipe.Student ?? recipe.Recipe.Model) is { Folder: null, Initialize: var start } && start?.ToString() is null or "random";

    public IEnumerable<CheckFinding> Look(CheckedRecipe recipe)
    {
        if (!recipe.HasTeachers || !IsRandom(recipe) || recipe.Tasks.Any(HasFurtherTexts)) yield break;
        yield return CheckFinding.Warning(
            "$.student",
            "The student starts at random and sees the training texts alone: it will stay far behind its teacher.",
            "Add texts without labels as data.extra or data.raw, or copies by data.augment, or begin with the teacher's layers: "
                + "\"initialize\": \"every_kth\".");
    }

    private static bool HasFurtherTexts(CheckedTask task) => task.Extra.Count + task.Raw.Count > 0 || task.Augmented is not null;
}
