using System.Globalization;
using System.Text;
using TextBrewer.Text.Characters;

namespace TextBrewer.Text.Normalizing;

/// <summary>
/// What becomes of a character when a text is cleaned as BERT does it: control characters are dropped, white space is made equal, Chinese
/// characters are set apart, accents taken off, letters lower-cased. Nothing depends on the culture, and nothing on the characters around.
/// </summary>
/// <param name="lowercase">Whether letters are lower-cased.</param>
/// <param name="stripAccents">Whether accents are taken off.</param>
/// <param name="splitChinese">Whether Chinese characters are set apart.</param>
/// <param name="cleanText">Whether control characters are dropped and white space made equal.</param>
internal sealed class BertCharacters(bool lowercase, bool stripAccents, bool splitChinese, bool cleanText = true)
{
    private static readonly Rune Space = new(' '), SmallI = new('i'), DotAbove = new(0x307);

    private readonly Rune[] _parts = new Rune[8]; // no character has more than four parts
    private int _count;

    /// <summary>The characters that stand for one of the original; what is asked for next replaces them.</summary>
    internal ReadOnlySpan<Rune> Of(Rune rune)
    {
        _count = 0;
        if (IsPlain(rune.Value)) Append(OfPlain((char)rune.Value));
        else if (!cleanText || !CharacterClass.IsDropped(rune)) Add(rune);
        return _parts.AsSpan(0, _count);
    }

    /// <summary>Printable ASCII, which is most of English, needs no question but that of its case.</summary>
    internal static bool IsPlain(int unit) => unit is >= ' ' and < '\x7F';

    /// <summary>What stands for a plain character.</summary>
    internal Rune OfPlain(char unit) => new(lowercase && char.IsAsciiLetterUpper(unit) ? (char)(unit | 0x20) : unit);

    private void Add(Rune rune)
    {
        if (cleanText && CharacterClass.IsWhiteSpace(rune)) Append(Space);
        else if (splitChinese && CharacterClass.IsChinese(rune.Value))
        {
            Append(Space);
            Append(rune);
            Append(Space);
        }
        else if (stripAccents && rune.Value >= 0x80)
        {
            foreach (Rune part in Decomposition.Of(rune))
                if (Rune.GetUnicodeCategory(part) != UnicodeCategory.NonSpacingMark) AddCased(part);
        }
        else AddCased(rune);
    }

    private void AddCased(Rune rune)
    {
        if (!lowercase) Append(rune);
        else if (rune.Value == 0x130) // İ: the only letter whose lower case is two characters, i and a dot above
        {
            Append(SmallI);
            Append(DotAbove);
        }
        else Append(Rune.ToLowerInvariant(rune));
    }

    private void Append(Rune rune) => _parts[_count++] = rune;
}
