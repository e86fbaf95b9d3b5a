using TextBrewer.Text.Pieces;
using TextBrewer.Text.Splitting;

namespace TextBrewer.Text.Tokenizing;

/// <summary>Takes the spaces that belong to byte-level tokens off their places in the text.</summary>
/// <param name="keepsAddedSpace">Whether a space before the first token was added, and so takes no place.</param>
internal sealed class OffsetTrim(bool keepsAddedSpace)
{
    /// <summary>Where a token stands without its spaces.</summary>
    /// <param name="piece">The token.</param>
    /// <param name="token">How it is written.</param>
    /// <param name="isFirst">Whether it is the first of its text or window.</param>
    /// <param name="text">The text.</param>
    internal (int Start, int End) Apply(Piece piece, string token, bool isFirst, string text)
    {
        (int start, int end) = (piece.Start, piece.End);
        int leading = 0, trailing = 0;
        while (leading < token.Length && IsSpace(token[leading])) leading++;
        while (trailing < token.Length && IsSpace(token[^(trailing + 1)])) trailing++;
        if (leading > 0)
        {
            if (keepsAddedSpace && (isFirst || start == 0)) leading--;
            start = Math.Min(start + leading, end);
            if (IsInPair(text, start)) start++;
        }
        if (trailing > 0 && end >= trailing) end = Math.Max(end - trailing, start);
        return (start, IsInPair(text, end) ? end - 1 : end);
    }

    // A space may stand for a character of two units, where a normalizer put it there.
    private static bool IsInPair(string text, int at) =>
        at > 0 && at < text.Length && char.IsLowSurrogate(text[at]) && char.IsHighSurrogate(text[at - 1]);

    private static bool IsSpace(char unit) => unit == ByteAlphabet.Space || char.IsWhiteSpace(unit);
}
