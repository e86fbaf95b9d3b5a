using System.Text.Json.Serialization.Metadata;
using TextBrewer.Configuration;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks.Augmenting;

namespace TextBrewer.Recipes.Checking;

/// <summary>Augmentations: their names, their keys and values, and that a teacher is there to say what comes of them.</summary>
internal static class AugmentationRules
{
    internal static IEnumerable<string> Problems(RecipeTask task, string path)
    {
        if (task.Data.Augment.Count == 0) return [];
        string place = $"{path}.data.augment";
        return task.AllTeachers().Count == 0
            ? [$"{place}: changed texts have no labels, only a teacher says what they mean, and there is none; leave it out."]
            : task.Data.Augment.SelectMany((augmentation, i) => Problems(augmentation, $"{place}[{i}]"));
    }

    private static IEnumerable<string> Problems(RecipeAugmentation recipe, string path)
    {
        foreach (string problem in RuleAttribute.Problems(recipe, path)) yield return problem;
        if (AugmentationKinds.Find(recipe.By) is not { } kind)
        {
            yield return $"{path}.by: {AugmentationKinds.Unknown(recipe.By)}";
            yield break;
        }
        foreach (JsonPropertyInfo property in RecipeJson.Options.GetTypeInfo(typeof(RecipeAugmentation)).Properties)
            if (property.Get?.Invoke(recipe) is not null && !kind.Knows(property.Name))
                yield return $"{path}.{property.Name} means nothing for {kind.Name}; leave it out. Its keys: "
                    + $"{string.Join(", ", kind.Keys)}.";
        if (kind.Keys.Contains("model") && recipe.Model is null)
            yield return $"{path}.model is missing: name the folder of a masked language model (transformers' …ForMaskedLM).";
        if (Refused(kind, recipe, path) is { } refused) yield return refused;
    }

    /// <summary>What the augmentation itself says about its values.</summary>
    private static string? Refused(AugmentationKind kind, RecipeAugmentation recipe, string path)
    {
        try
        {
            kind.Make(recipe, new OwnWords());
            return null;
        }
        catch (ArgumentException problem)
        {
            return $"{path}.{problem.ParamName}: {problem.Message.Split(" (Parameter")[0]}";
        }
    }
}
