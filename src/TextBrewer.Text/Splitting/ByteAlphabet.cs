namespace TextBrewer.Text.Splitting;

/// <summary>
/// A printable character for each byte, as GPT-2 has them (Radford et al. 2019), so that a vocabulary of bytes is one of texts: what is
/// printable stands for itself, and what is not for characters from U+0100 on: a space is Ġ.
/// </summary>
internal static class ByteAlphabet
{
    private static readonly char[] Characters = Make();

    /// <summary>The character that stands for a space.</summary>
    internal const char Space = '\u0120';

    internal static char Of(byte value) => Characters[value];

    /// <summary>The byte that a character stands for; null: it stands for none.</summary>
    internal static byte? ByteOf(char character)
    {
        int place = character < '\u0180' ? Array.IndexOf(Characters, character) : -1;
        return place < 0 ? null : (byte)place;
    }

    private static char[] Make()
    {
        char next = '\u0100';
        return [.. Enumerable.Range(0, 256).Select(value =>
            value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF) ? (char)value : next++)];
    }
}
