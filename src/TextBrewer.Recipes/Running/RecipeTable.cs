using System.Text.Json.Serialization;

namespace TextBrewer.Recipes.Running;

/// <summary>A file and what its columns mean; what is not set is as in the training file.</summary>
public sealed record RecipeTable
{
    public required string Path { get; init; }

    [JsonPropertyName("format")]
    public string? Kind { get; init; }

    [JsonConverter(typeof(ColumnConverter))]
    public string? Text { get; init; }

    [JsonConverter(typeof(ColumnConverter))]
    public string? Pair { get; init; }

    [JsonConverter(typeof(ColumnConverter))]
    public string? Label { get; init; }

    /// <summary>Whether a file of <c>extra</c> has labels.</summary>
    public bool Labelled { get; init; } = true;

    public bool? Header { get; init; }
}
