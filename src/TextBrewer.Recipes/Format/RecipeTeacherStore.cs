using TextBrewer.Configuration;

namespace TextBrewer.Recipes.Format;

/// <summary>A folder that keeps what teachers say about examples. In JSON a plain text is the folder.</summary>
[Shorthand("folder")]
public sealed record RecipeTeacherStore
{
    internal const string Half = "half";
    internal const string Exact = "exact";

    /// <summary>The folder, which several recipes and runs may share: outputs of other teachers or other features are kept apart.</summary>
    [FilePath]
    public string? Folder { get; init; }

    /// <summary><c>half</c>: in 16 bits a number; <c>exact</c>: bit by bit.</summary>
    [OneOf(Half, Exact)]
    public string Precision { get; init; } = Half;

    /// <summary>The most that the folder may take, in gigabytes of 10⁹ bytes; null: what the disk has, a gibibyte left free.</summary>
    [Above(0)]
    public double? MaxGb { get; init; }
}
