namespace TextBrewer.Recipes.Tasks;

/// <summary>An example as the model sees it.</summary>
/// <param name="Sequences">Its tokens: one sequence, or one for each choice.</param>
/// <param name="Target">What is to be learned from it.</param>
public sealed record EncodedText(IReadOnlyList<TokenSequence> Sequences, Target Target)
{
    /// <summary>An example of one sequence.</summary>
    public EncodedText(int[] ids, int[] typeIds, Target target) : this([new TokenSequence(ids, typeIds)], target)
    {
    }

    /// <summary>Whether something was cut off.</summary>
    public bool Truncated { get; init; }

    /// <summary>The tokens of its longest sequence.</summary>
    public int Length => Sequences.Max(sequence => sequence.Ids.Length);
}
