using System.Text.Json.Nodes;

namespace TextBrewer.Recipes.Checking;

/// <summary>A task of several says of its distillation what differs from the recipe's.</summary>
internal static class TaskDistillations
{
    /// <summary>Writes the recipe's keys into each distillation of a task that does not have them.</summary>
    /// <param name="recipe">The recipe, whose keys and values were checked.</param>
    internal static void Inherit(JsonObject recipe)
    {
        if (recipe["tasks"] is not JsonObject tasks || recipe["distillation"] is not JsonObject shared) return;
        foreach ((_, JsonNode? task) in tasks)
            if (task?["distillation"] is JsonObject own)
                foreach ((string key, JsonNode? value) in shared) own.TryAdd(key, value?.DeepClone());
    }
}
