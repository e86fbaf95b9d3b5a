namespace TextBrewer.Recipes.Tasks;

/// <summary>A label for the first piece of each word.</summary>
/// <param name="Labels">An index for each token; −100: not labelled.</param>
public sealed record TagTarget(int[] Labels) : Target
{
    /// <summary>What stands where a token has no label.</summary>
    public const int None = -100;

    /// <inheritdoc/>
    public override bool IsLabelled => Labels.Any(label => label >= 0);
}
