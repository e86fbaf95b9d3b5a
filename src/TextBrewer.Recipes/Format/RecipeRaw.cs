using TextBrewer.Configuration;

namespace TextBrewer.Recipes.Format;

/// <summary>A file of plain text in UTF-8, which is cut into sentences. In JSON a plain text is its path.</summary>
[Shorthand("path")]
public sealed record RecipeRaw
{
    /// <summary>The file.</summary>
    [FilePath]
    public required string Path { get; init; }

    /// <summary>The first so many sentences of the file alone; null: all.</summary>
    [AtLeast(1)]
    public int? Limit { get; init; }

    /// <summary>The file as one that a task reads.</summary>
    internal RecipeTable ToTable() => new() { Path = Path, Limit = Limit };
}
