namespace TextBrewer.Recipes.Tasks;

/// <summary>Numbers: 0 or 1 for each of several labels, or the value of a regression.</summary>
/// <param name="Values">The numbers.</param>
/// <param name="IsKnown">Whether they are there; if not, the values are such that a loss leaves them out: −1 for labels, NaN for a
/// regression.</param>
internal sealed record ValuesTarget(float[] Values, bool IsKnown) : Target
{
    /// <inheritdoc/>
    public override bool IsLabelled => IsKnown;
}
