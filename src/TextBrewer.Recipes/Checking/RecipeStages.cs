using System.Text.Json.Nodes;
using TextBrewer.Naming;
using TextBrewer.Recipes.Format;

namespace TextBrewer.Recipes.Checking;

/// <summary>The stages of a recipe's JSON, each made complete: the recipe's keys with its own over them.</summary>
internal static class RecipeStages
{
    internal const string Key = "stages";

    /// <summary>Takes the stages out of a recipe.</summary>
    /// <param name="recipe">The recipe; its stages stand there no longer afterwards.</param>
    /// <param name="problems">Takes what is wrong with them as stages, a sentence each; there are none then.</param>
    /// <returns>Each stage's name and what it does, with the recipe's own folder as its <c>output_dir</c>.</returns>
    internal static IReadOnlyList<(string Name, JsonObject Recipe)> Take(JsonObject recipe, List<string> problems)
    {
        JsonNode? stages = recipe[Key];
        recipe.Remove(Key);
        problems.AddRange(stages is JsonArray { Count: > 0 } some
            ? Problems(some)
            : ["$.stages has to be a list of one stage or more, each an object with a name."]);
        if (problems.Count > 0) return [];
        JsonArray list = stages!.AsArray();
        List<(string Name, JsonObject Recipe)> complete = [];
        foreach (JsonObject stage in list.Cast<JsonObject>())
        {
            (string name, JsonObject own) = (NameOf(stage)!, stage.DeepClone().AsObject());
            own.Remove("name");
            complete.Add((name, Complete(recipe, own, complete, isLast: ReferenceEquals(stage, list[^1]))));
        }
        return complete;
    }

    /// <summary>The name that a stage gives itself; null: none.</summary>
    internal static string? NameOf(JsonNode? stage) =>
        stage?["name"] is JsonValue value && value.TryGetValue(out string? name) ? name : null;

    private static IEnumerable<string> Problems(JsonArray stages)
    {
        HashSet<string> known = new(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < stages.Count; i++)
        {
            if (stages[i] is not JsonObject stage)
                yield return $"$.stages[{i}] has to be an object: a name, and what differs from the recipe.";
            else if (NameOf(stage) is not { Length: > 0 } name) yield return $"$.stages[{i}].name is missing: its folder has that name.";
            else if (!name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
                yield return $"$.stages[{i}].name is '{name}'; it names a folder: use letters, digits, '-' and '_'.";
            else if (!known.Add(name)) yield return $"$.stages names '{name}' twice; each stage needs a name of its own.";
            else
            {
                if (stage.ContainsKey(Key)) yield return $"$.stages[{i}].stages: a stage has no stages of its own.";
                if (stage.ContainsKey(RecipeJson.ExpandedFrom)) yield return
                    $"$.stages[{i}].{RecipeJson.ExpandedFrom}: a method is the whole recipe's; it stands beside $.stages.";
                if (stage["training"]?["output_dir"] is not null)
                    yield return $"$.stages[{i}].training.output_dir: a stage writes into the run's folder, $.training.output_dir; leave "
                        + "it out.";
            }
        }
    }

    private static JsonObject Complete(
        JsonObject recipe,
        JsonObject own,
        List<(string Name, JsonObject Recipe)> before,
        bool isLast)
    {
        JsonObject under = recipe.DeepClone().AsObject();
        // A stage that trains on labels has neither teacher nor student, and one that distils has no model.
        if (own["model"] is not null) foreach (string key in RecipeMerge.Models) under.Remove(key);
        else if (own["student"] is not null) under.Remove("model");
        // What leads to the model need be neither exported nor compared, unless the stage says so.
        if (!isLast)
        {
            under["export"] = new JsonObject { ["onnx"] = false, ["int8"] = false };
            foreach (string comparison in (string[])["baseline", "ablation"]) under.Remove(comparison);
        }
        JsonObject complete = RecipeMerge.Of(under, own);
        string trained = complete["model"] is not null ? "model" : "student";
        if (own[trained] is null && before.LastOrDefault(stage => stage.Recipe[trained] is not null).Name is { } start)
            complete[trained] = RecipeStage.Reference + start;
        return complete;
    }

    /// <summary>Each place where a stage names a stage that is not before it, a sentence each.</summary>
    /// <param name="paths">The stage's paths.</param>
    /// <param name="before">The names of the stages before it.</param>
    internal static IEnumerable<string> UnknownReferences(
        IEnumerable<(string Place, string Path)> paths,
        IReadOnlyCollection<string> before) =>
        from path in paths
        let stage = RecipeStage.Of(path.Path)
        where stage is not null && !before.Contains(stage)
        select before.Count == 0
            ? $"{path.Place} is '{path.Path}', and no stage stands before it."
            : $"{path.Place} is '{path.Path}'; the stages before it are {string.Join(", ", before)}.";
}
