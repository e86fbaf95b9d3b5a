using System.Text.Json.Nodes;
using TextBrewer.Text.Pieces;
using TextBrewer.Text.Splitting;

namespace TextBrewer.Text.Tokenizing;

/// <summary>Takes the spaces that belong to byte-level tokens off their places in the text.</summary>
/// <param name="keepsAddedSpace">Whether a space before the first token was added, and so takes no place.</param>
internal sealed class OffsetTrim(bool keepsAddedSpace)
{
    /// <summary>How a <c>tokenizer.json</c> writes it.</summary>
    internal JsonObject ToJson() => new()
    {
        ["type"] = "ByteLevel",
        ["add_prefix_space"] = keepsAddedSpace,
        ["trim_offsets"] = true,
        ["use_regex"] = true, // the pre-tokenizer's to heed
    };

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
        if (keepsAddedSpace && (isFirst || start == 0)) leading--;
        // A space that was added behind a special token is nowhere in the text.
        for (; leading > 0 && start < end && text[start] == ' '; leading--) start++;
        for (; trailing > 0 && start < end && text[end - 1] == ' '; trailing--) end--;
        return (start, end);
    }

    private static bool IsSpace(char unit) => unit == ByteAlphabet.Space || char.IsWhiteSpace(unit);
}
