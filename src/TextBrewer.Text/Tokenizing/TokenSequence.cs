namespace TextBrewer.Text.Tokenizing;

/// <summary>A sequence of tokens as a model reads it; both lists have the same length.</summary>
/// <param name="Ids">Token ids.</param>
/// <param name="TypeIds">Token types: 0 for the first text, 1 for the second.</param>
public readonly record struct TokenSequence(int[] Ids, int[] TypeIds)
{
    /// <summary>The number of tokens.</summary>
    public int Length => Ids.Length;
}
