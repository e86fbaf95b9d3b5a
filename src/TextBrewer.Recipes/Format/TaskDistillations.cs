using System.Text.Json.Nodes;

namespace TextBrewer.Recipes.Format;

/// <summary>A task of several says of its distillation what differs from the recipe's: how that stands in JSON.</summary>
internal static class TaskDistillations
{
    /// <summary>Writes the recipe's keys into each distillation of a task that does not have them.</summary>
    /// <param name="recipe">A recipe as it was written, its keys and values checked.</param>
    internal static void Inherit(JsonNode recipe)
    {
        foreach ((JsonObject own, string key, JsonNode? value) in NotNamed(recipe)) own[key] = value?.DeepClone();
    }

    /// <summary>Writes null for each of the recipe's keys that a task is without: read again, it does not inherit them.</summary>
    /// <param name="recipe">A recipe whose tasks have all that they distil, nulls left out.</param>
    internal static void Complete(JsonNode recipe)
    {
        foreach ((JsonObject own, string key, _) in NotNamed(recipe)) own[key] = null;
    }

    /// <summary>The keys of the recipe's distillation that a task's does not name.</summary>
    private static IReadOnlyList<(JsonObject Own, string Key, JsonNode? Value)> NotNamed(JsonNode recipe)
    {
        if (recipe["tasks"] is not JsonObject tasks || recipe["distillation"] is not JsonObject shared) return [];
        return
        [
            .. from task in tasks
               let own = task.Value?["distillation"] as JsonObject
               where own is not null
               from key in shared
               where !own.ContainsKey(key.Key)
               select (own, key.Key, key.Value),
        ];
    }
}
