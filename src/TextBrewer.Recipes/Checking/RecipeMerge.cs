using System.Text.Json.Nodes;

namespace TextBrewer.Recipes.Checking;

/// <summary>
/// One recipe's keys over another's: objects are merged key by key, all else is replaced, and null takes a key out (RFC 7396). A model, a
/// student or a teacher is replaced whole: a folder is no shape with other values.
/// </summary>
internal static class RecipeMerge
{
    /// <summary>The keys that say which models there are, each replaced whole.</summary>
    internal static readonly IReadOnlyList<string> Models = ["model", "student", "teacher", "teachers", "tasks"];

    /// <summary>A new object with the keys of both.</summary>
    /// <param name="under">What holds where the other says nothing.</param>
    /// <param name="over">What wins.</param>
    internal static JsonObject Of(JsonObject under, JsonObject over)
    {
        JsonObject merged = under.DeepClone().AsObject();
        foreach ((string key, JsonNode? value) in over)
        {
            if (value is null) merged.Remove(key);
            else if (value is JsonObject inner && !Models.Contains(key)) merged[key] = Of(merged[key] as JsonObject ?? [], inner);
            else merged[key] = value.DeepClone();
        }
        return merged;
    }
}
