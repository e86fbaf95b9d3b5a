namespace TextBrewer.Text.Tokenizing;

/// <summary>The words of a sentence as tokens; all lists have the same length.</summary>
/// <param name="Ids">The tokens' ids.</param>
/// <param name="TypeIds">The tokens' types, all of a first text.</param>
/// <param name="Words">The word that each token is from; −1 for special tokens.</param>
/// <param name="First">Whether a token is the first of its word.</param>
/// <param name="Truncated">Whether something was cut off.</param>
public sealed record WordEncoding(int[] Ids, int[] TypeIds, int[] Words, bool[] First, bool Truncated)
{
    /// <summary>What a model reads of it.</summary>
    public TokenSequence Input => new(Ids, TypeIds);

    /// <summary>The first token of each word; −1 where the word was cut off.</summary>
    /// <param name="words">How many words there are.</param>
    public int[] FirstTokens(int words)
    {
        int[] tokens = new int[words];
        Array.Fill(tokens, -1);
        for (int i = 0; i < Ids.Length; i++) if (First[i]) tokens[Words[i]] = i;
        return tokens;
    }
}
