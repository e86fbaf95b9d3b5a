using TextBrewer.Recipes.Format;

namespace TextBrewer.Recipes.Checks;

/// <summary>What a recipe names and is not there, all at once and before anything is read.</summary>
internal static class MissingFiles
{
    internal static IEnumerable<CheckFinding> Of(Recipe recipe)
    {
        IEnumerable<(string Where, string? Path)> named = recipe.AllTasks().SelectMany(t => OfTask(t.Name, t.Task))
            .Append(("$.model", recipe.Model?.Folder))
            .Append(("$.student", recipe.Student?.Folder))
            .Append(("$.student.tokenizer", (recipe.Student ?? recipe.Model)?.Tokenizer));
        return named.Where(one => one.Path is not null && !Path.Exists(one.Path))
            .Select(one => CheckFinding.Error(one.Where, $"There is no '{one.Path}'.", "A recipe's paths are relative to its folder."));
    }

    private static IEnumerable<(string Where, string? Path)> OfTask(string name, RecipeTask task)
    {
        string path = name.Length == 0 ? "$" : $"$.tasks.{name}";
        yield return ($"{path}.data.train", task.Data.Train?.Path);
        foreach (RecipeRaw raw in task.Data.Raw) yield return ($"{path}.data.raw", raw.Path);
        foreach (RecipeTable table in task.Data.Extra) yield return ($"{path}.data.extra", table.Path);
        foreach (RecipeAugmentation augmentation in task.Data.Augment) yield return ($"{path}.data.augment", augmentation.Model);
        foreach ((string set, RecipeTable table) in task.Data.Dev?.Items ?? [])
            yield return ($"{path}.data.dev{(set.Length == 0 ? "" : $".{set}")}", table.Path);
        foreach (RecipeTeacher teacher in task.AllTeachers())
        {
            yield return ($"{path}.teacher", teacher.Path);
            yield return ($"{path}.teacher.tokenizer", teacher.Tokenizer);
        }
        yield return ($"{path}.tokenizer.vocabulary", task.Tokenizer.Vocabulary);
    }
}
