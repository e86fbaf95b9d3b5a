using TextBrewer.Configuration;

namespace TextBrewer.Recipes.Format;

/// <summary>TextBrewer's <c>DistillationConfig</c> and what a recipe adds to it.</summary>
public sealed record RecipeDistillation : DistillationConfig
{
    internal const string All = "all";
    internal const string Labelled = "labelled";

    /// <summary>
    /// Which tokens of a tagging task the KD loss looks at: <c>all</c> real ones, or the <c>labelled</c>, which are the first pieces of
    /// words.
    /// </summary>
    [OneOf(All, Labelled)]
    public string KdTokens { get; init; } = All;
}
