using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using TextBrewer.Configuration;

namespace TextBrewer.Recipes.Format;

/// <summary>
/// A model: a folder, a preset's shape, or what differs from the teacher's configuration. In JSON a plain text is the folder.
/// </summary>
[Shorthand("model")]
public sealed record RecipeModel
{
    /// <summary>A Hugging Face folder to start from.</summary>
    [JsonPropertyName("model")]
    [FilePath]
    public string? Folder { get; init; }

    /// <summary>The name of a student's shape.</summary>
    public string? Preset { get; init; }

    /// <summary>What differs from the teacher's <c>config.json</c>.</summary>
    public JsonObject? Config { get; init; }

    /// <summary><c>random</c>, <c>every_kth</c>, <c>first</c>, or a list of teacher layers from 0.</summary>
    public JsonNode? Initialize { get; init; }
}
