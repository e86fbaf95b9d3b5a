namespace TextBrewer.Recipes.Tasks;

/// <summary>A label for the first piece of each word.</summary>
/// <param name="Labels">An index for each token; −1: a word without a tag; −100: not the first piece of a word.</param>
internal sealed record TagTarget(int[] Labels) : Target
{
    /// <summary>What stands where a token is not the first of its word.</summary>
    public const int None = -100;

    /// <summary>What stands at the first token of a word without a tag.</summary>
    public const int Untagged = -1;

    /// <inheritdoc/>
    public override bool IsLabelled => Labels.Any(label => label >= 0);

    /// <summary>The first pieces of words.</summary>
    internal override IEnumerable<int> Positions => Enumerable.Range(0, Labels.Length).Where(i => Labels[i] != None);
}
