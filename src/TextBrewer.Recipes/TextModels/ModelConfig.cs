using System.Text.Json.Nodes;
using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TextBrewer.Naming;
using TextBrewer.Recipes.Format;

namespace TextBrewer.Recipes.TextModels;

/// <summary>The parts of a recipe that describe a model.</summary>
internal static class ModelConfig
{
    /// <summary>A configuration with what a recipe's <c>config</c> changes.</summary>
    internal static EncoderConfig Merge(EncoderConfig start, JsonObject changes)
    {
        if (changes.Select(change => change.Key).FirstOrDefault(key => !start.HasKey(key)) is { } unknown)
            throw new ConfigurationException($"A model's config has no key '{unknown}'.{Nearest.Question(unknown, start.Keys)}");
        return start.With(changes, "the recipe's config");
    }

    /// <summary>
    /// The teacher's layers that a student starts from; null: it starts at random. One that searches starts from what it would try first
    /// as long as it has not searched.
    /// </summary>
    internal static IReadOnlyList<int>? Layers(JsonNode? initialize, int teacherLayers, int studentLayers) => initialize switch
    {
        null => null,
        JsonArray list => [.. list.Select(layer => layer is JsonValue v && v.TryGetValue(out int i)
            ? i
            : throw new ConfigurationException("\"initialize\" as a list names teacher layers by number, from 0."))],
        _ when LayerSearch.Of(initialize) is not null => InitialLayers.All[0].Of(teacherLayers, studentLayers),
        _ => InitialLayers.Find(initialize.GetValue<string>())?.Invoke(teacherLayers, studentLayers),
    };
}
