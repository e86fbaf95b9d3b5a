using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using TextBrewer.Text.Normalizing;

namespace TextBrewer.Text.Splitting;

/// <summary>
/// GPT-2's words (Radford et al. 2019): letters, digits, or other marks, each with the space before it, English contractions and white
/// space on their own; each byte of their UTF-8 then a character of <see cref="ByteAlphabet"/>.
/// </summary>
/// <param name="addPrefixSpace">Whether a text that does not begin with a space gets one, which stands where its first character
/// does.</param>
/// <param name="cutsWords">Whether the text is cut; else it is one word.</param>
internal sealed class ByteLevelSplit(bool addPrefixSpace, bool cutsWords) : PreTokenizer
{
    private enum Kind { Letter, Number, Space, Other }

    /// <inheritdoc/>
    internal override bool CutsAtSpaces => cutsWords;

    /// <inheritdoc/>
    internal override JsonObject ToJson() => new()
    {
        ["type"] = "ByteLevel",
        ["add_prefix_space"] = addPrefixSpace,
        ["trim_offsets"] = true, // the post-processor's to heed
        ["use_regex"] = cutsWords,
    };

    /// <inheritdoc/>
    internal override void Cut(AlignedText from, int start, int end, CutText to)
    {
        if (start == end) return;
        ReadOnlySpan<char> text = from.Text[..end];
        bool hasPrefix = addPrefixSpace && text[start] != ' ';
        if (hasPrefix) to.Text.Append(ByteAlphabet.Space, from.StartOf(start), from.EndOf(start));
        for (int at = start, next; at < end; at = next, hasPrefix = false)
        {
            next = !cutsWords ? end : hasPrefix ? EndOfFirstWord(text, at) : EndOfWord(text, at);
            AppendBytes(from, at, next, to.Text);
            to.EndWord();
        }
    }

    private static void AppendBytes(AlignedText from, int start, int end, AlignedText to)
    {
        ReadOnlySpan<char> text = from.Text;
        Span<byte> bytes = stackalloc byte[4];
        for (int at = start, next; at < end; at = next)
        {
            next = at + 1;
            if (text[at] < 128)
            {
                to.Append(ByteAlphabet.Of((byte)text[at]), from.StartOf(at), from.EndOf(at));
                continue;
            }
            Rune rune = from.RuneAt(at);
            next = at + rune.Utf16SequenceLength;
            foreach (byte one in bytes[..rune.EncodeToUtf8(bytes)]) to.Append(ByteAlphabet.Of(one), from.StartOf(at), from.EndOf(at));
        }
    }

    /// <summary>Where the word ends that begins with a space before a place.</summary>
    private static int EndOfFirstWord(ReadOnlySpan<char> text, int at)
    {
        Kind kind = KindAt(text, at, out int next);
        int end = EndOfRun(text, next, kind);
        return kind == Kind.Space && end < text.Length ? end - 1 : end; // the last space belongs to the next word
    }

    /// <summary>Where the word ends that begins at a place.</summary>
    private static int EndOfWord(ReadOnlySpan<char> text, int at)
    {
        if (text[at] == '\'' && Contraction(text[(at + 1)..]) is int length and > 0) return at + 1 + length;
        Kind kind = KindAt(text, at, out int next);
        if (kind != Kind.Space) return EndOfRun(text, next, kind);
        // A space belongs to the word behind it; of more white space before a word the last is left to it.
        if (text[at] == ' ' && next < text.Length && KindAt(text, next, out int second) is var following and not Kind.Space)
            return EndOfRun(text, second, following);
        int end = EndOfRun(text, next, Kind.Space);
        return end < text.Length && end - at > 1 ? end - 1 : end;
    }

    private static int Contraction(ReadOnlySpan<char> text) => text switch
    {
        ['s' or 't' or 'm' or 'd', ..] => 1,
        ['r' or 'v', 'e', ..] or ['l', 'l', ..] => 2,
        _ => 0,
    };

    private static int EndOfRun(ReadOnlySpan<char> text, int at, Kind kind)
    {
        while (at < text.Length && KindAt(text, at, out int next) == kind) at = next;
        return at;
    }

    private static Kind KindAt(ReadOnlySpan<char> text, int at, out int next)
    {
        char unit = text[at];
        next = at + 1;
        if (unit < 128)
            return char.IsAsciiLetter(unit) ? Kind.Letter
                : char.IsAsciiDigit(unit) ? Kind.Number
                : unit is ' ' or (>= '\t' and <= '\r') ? Kind.Space : Kind.Other;
        Rune rune = char.IsSurrogate(unit) ? new Rune(unit, text[next++]) : new Rune(unit);
        if (Rune.IsWhiteSpace(rune)) return Kind.Space;
        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => Kind.Letter,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => Kind.Number,
            _ => Kind.Other,
        };
    }
}
