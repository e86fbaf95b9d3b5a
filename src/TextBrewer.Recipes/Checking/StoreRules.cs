using TextBrewer.Configuration;
using TextBrewer.Recipes.Format;

namespace TextBrewer.Recipes.Checking;

/// <summary>Where teachers' outputs are stored, and that there are teachers.</summary>
internal static class StoreRules
{
    internal static IEnumerable<string> Problems(Recipe recipe)
    {
        if (recipe.TeacherStore is not { } store) yield break;
        foreach (string problem in RuleAttribute.Problems(store, "$.teacher_store")) yield return problem;
        if (string.IsNullOrWhiteSpace(store.Folder))
            yield return "$.teacher_store.folder is missing: name a folder for the teacher's outputs.";
        else if (File.Exists(store.Folder))
            yield return $"$.teacher_store.folder is '{store.Folder}', a file: name a folder for the teacher's outputs.";
        if (recipe.Model is not null)
            yield return "$.teacher_store keeps what a teacher says, and a recipe for train ($.model) has none: leave it out.";
    }
}
