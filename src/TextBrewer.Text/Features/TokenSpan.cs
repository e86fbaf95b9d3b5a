namespace TextBrewer.Text.Features;

/// <summary>Tokens of a sequence that follow each other.</summary>
/// <param name="Start">The first of them.</param>
/// <param name="End">The one behind the last; as <paramref name="Start"/> where there is none.</param>
internal readonly record struct TokenSpan(int Start, int End)
{
    /// <summary>Whether there is no token.</summary>
    public bool IsEmpty => Start >= End;

    /// <summary>The smallest span that holds both.</summary>
    public TokenSpan With(TokenSpan other) =>
        IsEmpty ? other : other.IsEmpty ? this : new(Math.Min(Start, other.Start), Math.Max(End, other.End));
}
