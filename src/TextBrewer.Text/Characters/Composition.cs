using System.Collections.Frozen;
using System.Text;

namespace TextBrewer.Text.Characters;

/// <summary>Two characters that Unicode writes as one (the inverse of the canonical decomposition, where it has one).</summary>
internal static class Composition
{
    // Korean syllables follow a formula (Unicode, section 3.12).
    private const int Lead = 0x1100, Leads = 19, Vowel = 0x1161, Vowels = 21, Final = 0x11A7, Finals = 28;
    private const int FirstSyllable = 0xAC00, Syllables = 11_172;

    private static readonly FrozenDictionary<long, Rune> Pairs = CodePointTable.Lines("Compositions.txt")
        .ToFrozenDictionary(codes => Key(codes[0], codes[1]), codes => new Rune(codes[2]));

    /// <summary>The one character; null: there is none.</summary>
    internal static Rune? Of(Rune first, Rune second)
    {
        int lead = first.Value - Lead, vowel = second.Value - Vowel;
        if (lead is >= 0 and < Leads && vowel is >= 0 and < Vowels)
            return new Rune(FirstSyllable + (((lead * Vowels) + vowel) * Finals));
        int syllable = first.Value - FirstSyllable, final = second.Value - Final;
        if (syllable is >= 0 and < Syllables && syllable % Finals == 0 && final is > 0 and < Finals) return new Rune(first.Value + final);
        return Pairs.TryGetValue(Key(first.Value, second.Value), out Rune one) ? one : null;
    }

    private static long Key(int first, int second) => ((long)first << 32) | (uint)second;
}
