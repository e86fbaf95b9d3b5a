using System.Collections.Frozen;
using System.Text;

namespace TextBrewer.Text.Characters;

/// <summary>
/// A character taken apart into base and marks (Unicode's canonical decomposition), from a table of our own: <see
/// cref="string.Normalize()"/> leaves letters as they are where the process runs without ICU, as many containers do.
/// </summary>
internal static class Decomposition
{
    // Korean syllables follow a formula (Unicode, section 3.12).
    private const int FirstSyllable = 0xAC00, Syllables = 11_172, Vowels = 21, Finals = 28;

    private static readonly FrozenDictionary<int, Rune[]> Canonical = Read("CanonicalDecompositions.txt");
    private static readonly Lazy<FrozenDictionary<int, Rune[]>> Compatible = new(() => Read("CompatibilityDecompositions.txt"));

    /// <summary>A character's canonical parts; itself where it has none.</summary>
    internal static Rune[] Of(Rune rune)
    {
        if (Canonical.TryGetValue(rune.Value, out Rune[]? parts)) return parts;
        int syllable = rune.Value - FirstSyllable;
        if (syllable is < 0 or >= Syllables) return [rune];
        Rune lead = new(0x1100 + (syllable / (Vowels * Finals))), vowel = new(0x1161 + (syllable / Finals % Vowels));
        return syllable % Finals == 0 ? [lead, vowel] : [lead, vowel, new Rune(0x11A7 + (syllable % Finals))];
    }

    /// <summary>A character's parts where what looks different may mean the same: ﬁ is f and i, ½ is 1⁄2.</summary>
    internal static Rune[] CompatibleOf(Rune rune) =>
        Compatible.Value.TryGetValue(rune.Value, out Rune[]? parts) ? parts : Of(rune);

    /// <summary>Lines of code points: a character, then what it is made of, down to the last.</summary>
    private static FrozenDictionary<int, Rune[]> Read(string name) => CodePointTable.Lines(name)
        .ToFrozenDictionary(codes => codes[0], codes => codes[1..].Select(code => new Rune(code)).ToArray());
}
