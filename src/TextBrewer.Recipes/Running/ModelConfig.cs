using System.Text.Json.Nodes;
using TextBrewer.Configuration;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Pretrained;

namespace TextBrewer.Recipes.Running;

/// <summary>The parts of a recipe that describe a model.</summary>
internal static class ModelConfig
{
    /// <summary>A configuration with what a recipe's <c>config</c> changes.</summary>
    internal static EncoderConfig Merge(EncoderConfig start, JsonObject changes)
    {
        JsonObject json = JsonNode.Parse(start.ToJson())!.AsObject();
        foreach ((string key, JsonNode? value) in changes)
        {
            if (!json.ContainsKey(key)) throw new ConfigurationException($"A model's config has no key '{key}'. Did you mean '{Nearest.To(key, json.Select(p => p.Key))}'?");
            json[key] = value?.DeepClone();
        }
        return EncoderConfig.FromJson(json.ToJsonString(), "the recipe's config");
    }

    /// <summary>The teacher's layers that a student starts from; null: it starts at random.</summary>
    internal static IReadOnlyList<int>? Layers(JsonNode? initialize, int teacherLayers, int studentLayers) => initialize switch
    {
        null => null,
        JsonArray list => [.. list.Select(layer => layer is JsonValue v && v.TryGetValue(out int i) ? i : throw new ConfigurationException("\"initialize\" as a list names teacher layers by number, from 0."))],
        _ => initialize.GetValue<string>() switch
        {
            "every_kth" => LayerInitialization.EveryKth(teacherLayers, studentLayers),
            "first" => LayerInitialization.First(studentLayers),
            _ => null,
        },
    };
}
