using TextBrewer.Naming;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Recipes.Tasks.Given;

namespace TextBrewer.Recipes.TextModels.Given;

/// <summary>The texts of a task's data by their names, for answers that have a name alone.</summary>
internal static class NamedTexts
{
    /// <summary>Reads training, extra and dev files; of a name that stands twice the first text counts.</summary>
    /// <param name="recipe">The task.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="path">Its place in the recipe.</param>
    /// <exception cref="ConfigurationException">No text has a name.</exception>
    internal static IReadOnlyDictionary<string, GivenAnswer> Of(RecipeTask recipe, TaskKind kind, string path)
    {
        Dictionary<string, GivenAnswer> names = new(StringComparer.Ordinal);
        RecipeTable[] train = [.. kind.TrainingFiles(recipe.Data).Select(file => file.Table)];
        IEnumerable<RecipeTable> others = recipe.Data.Extra.Concat(recipe.Data.Dev?.Items.Select(dev => dev.Value) ?? []);
        foreach (GivenAnswer text in train.Concat(others.Select(table => table.Like(train[0]))).SelectMany(kind.Examples))
            if (text.Id is { } name) names.TryAdd(name, text);
        if (names.Count > 0) return names;
        string cure = kind.DataKeys.Contains("id") ? $"name their column, {path}.data.train.id" : "give the texts";
        throw new ConfigurationException($"{path}: the teacher's answers have ids and no texts, and the data none: {cure}.");
    }
}
