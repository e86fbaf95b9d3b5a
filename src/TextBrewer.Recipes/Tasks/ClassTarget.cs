namespace TextBrewer.Recipes.Tasks;

/// <summary>One class of several, or one choice.</summary>
/// <param name="Label">Its index; −1: unlabelled.</param>
internal sealed record ClassTarget(int Label) : Target
{
    /// <inheritdoc/>
    public override bool IsLabelled => Label >= 0;
}
