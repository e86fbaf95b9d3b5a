using System.Text.Json.Serialization;

namespace TextBrewer.Recipes.Running;

/// <summary>A file and what its columns mean; what is not set is as in the training file.</summary>
public sealed record RecipeTable
{
    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary><c>tsv</c>, <c>csv</c> or <c>jsonl</c>; null: by the file's extension.</summary>
    [JsonPropertyName("format")]
    public string? Kind { get; init; }

    /// <summary>The text's column: a name, or a number from 0.</summary>
    [JsonConverter(typeof(ColumnConverter))]
    public string? Text { get; init; }

    /// <summary>The second text's column; null: there is none.</summary>
    [JsonConverter(typeof(ColumnConverter))]
    public string? Pair { get; init; }

    /// <summary>The label's column.</summary>
    [JsonConverter(typeof(ColumnConverter))]
    public string? Label { get; init; }

    /// <summary>Whether a file of <c>extra</c> has labels.</summary>
    public bool Labelled { get; init; } = true;

    /// <summary>Whether the first row names the columns; null: it does unless all columns are numbers.</summary>
    public bool? Header { get; init; }
}
