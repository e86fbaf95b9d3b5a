namespace TextBrewer.Text.Tokenizing;

/// <summary>A text, or a pair, as tokens; all lists have the same length.</summary>
/// <param name="Ids">The tokens' ids.</param>
/// <param name="TypeIds">0 for the first text, 1 for the second.</param>
/// <param name="Offsets">Where each token stands in its original text, in UTF-16 units, end excluded; (0, 0) for special tokens.</param>
/// <param name="Tokens">The tokens' text; of what is unknown to a Unigram vocabulary, what is written there.</param>
/// <param name="Sequence">0 or 1: which text a token is from; −1 for special tokens.</param>
/// <param name="Truncated">Whether something was cut off.</param>
public sealed record Encoding(int[] Ids, int[] TypeIds, (int Start, int End)[] Offsets, string[] Tokens, int[] Sequence, bool Truncated)
{
    /// <summary>What a model reads of it.</summary>
    public TokenSequence Input => new(Ids, TypeIds);
}
