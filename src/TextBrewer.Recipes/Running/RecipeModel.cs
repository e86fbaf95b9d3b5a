using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace TextBrewer.Recipes.Running;

/// <summary>A model: a folder, a preset's shape, or what differs from the teacher's configuration.</summary>
public sealed record RecipeModel
{
    [JsonPropertyName("model")]
    public string? Folder { get; init; }

    public string? Preset { get; init; }

    public JsonObject? Config { get; init; }

    /// <summary><c>random</c>, <c>every_kth</c>, <c>first</c>, or a list of teacher layers from 0.</summary>
    public JsonNode? Initialize { get; init; }
}
