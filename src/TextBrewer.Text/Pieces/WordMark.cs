using System.Text;
using TextBrewer.Text.Characters;
using TextBrewer.Text.Splitting;

namespace TextBrewer.Text.Pieces;

/// <summary>
/// Where words begin in vocabularies whose tokens carry the space before them: there, at punctuation, at Chinese characters.
/// </summary>
internal static class WordMark
{
    private const char Metaspace = '\u2581';

    /// <summary>Whether a token begins neither with a space, nor with what stands alone.</summary>
    internal static bool IsMissing(string token, bool isOfBytes)
    {
        if (token.Length == 0) return true;
        if (!isOfBytes) return Rune.DecodeFromUtf16(token, out Rune first, out _) != System.Buffers.OperationStatus.Done || !Begins(first);
        Span<byte> bytes = stackalloc byte[4];
        int count = 0;
        foreach (char unit in token.AsSpan(0, Math.Min(4, token.Length)))
            if (ByteAlphabet.ByteOf(unit) is byte one) bytes[count++] = one;
        return Rune.DecodeFromUtf8(bytes[..count], out Rune rune, out _) != System.Buffers.OperationStatus.Done || !Begins(rune);
    }

    private static bool Begins(Rune rune) => rune.Value == Metaspace
        || Rune.IsWhiteSpace(rune)
        || CharacterClass.IsPunctuation(rune)
        || CharacterClass.IsChinese(rune.Value);
}
