using TextBrewer.Configuration;

namespace TextBrewer.Recipes.Format;

/// <summary>
/// What is distilled, and by which losses: TextBrewer's <c>DistillationConfig</c> and what a recipe adds to it. A recipe that names no
/// <c>kd_loss_type</c> has the one that suits its kind of task: <c>ce</c>, for several labels <c>bce</c>, for a number <c>mse</c>.
/// </summary>
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
