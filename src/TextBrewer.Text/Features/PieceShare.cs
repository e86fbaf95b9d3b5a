namespace TextBrewer.Text.Features;

/// <summary>How much of another tokenizer's token a token takes.</summary>
/// <param name="Own">The token.</param>
/// <param name="Other">The other tokenizer's.</param>
/// <param name="Share">The part of <paramref name="Other"/>'s characters that stand in <paramref name="Own"/>, 0 to 1.</param>
internal readonly record struct PieceShare(int Own, int Other, float Share);
