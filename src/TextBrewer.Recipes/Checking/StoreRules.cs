using TextBrewer.Configuration;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;

namespace TextBrewer.Recipes.Checking;

/// <summary>Where teachers' outputs are stored, and that there are teachers.</summary>
internal static class StoreRules
{
    private static string Anew(TaskKind kind) => $"in a {kind.Name} task other words are masked in each epoch, so that what the teacher "
        + "says about a text is never asked for again: leave it out.";

    internal static IEnumerable<string> Problems(Recipe recipe)
    {
        TaskKind? drawn = recipe.AllTasks()
            .Select(task => TaskKinds.Find(task.Task.Task))
            .FirstOrDefault(kind => kind?.LearnsRawText == true);
        if (drawn is not null && recipe.Distillation.IsCachingLogits) yield return $"$.distillation.is_caching_logits: {Anew(drawn)}";
        if (recipe.TeacherStore is not { } store) yield break;
        if (drawn is not null) yield return $"$.teacher_store: {Anew(drawn)}";
        foreach (string problem in RuleAttribute.Problems(store, "$.teacher_store")) yield return problem;
        if (string.IsNullOrWhiteSpace(store.Folder))
            yield return "$.teacher_store.folder is missing: name a folder for the teacher's outputs.";
        else if (File.Exists(store.Folder))
            yield return $"$.teacher_store.folder is '{store.Folder}', a file: name a folder for the teacher's outputs.";
        if (recipe.Model is not null)
            yield return "$.teacher_store keeps what a teacher says, and a recipe for train ($.model) has none: leave it out.";
    }
}
