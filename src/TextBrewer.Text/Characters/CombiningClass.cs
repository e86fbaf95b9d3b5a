using System.Collections.Frozen;
using System.Text;

namespace TextBrewer.Text.Characters;

/// <summary>Unicode's canonical combining class, by which marks of one base are put in order; 0 of all that is no such mark.</summary>
internal static class CombiningClass
{
    private const int First = 0x300;

    private static readonly FrozenDictionary<int, byte> Classes = CodePointTable.Lines("CombiningClasses.txt")
        .SelectMany(codes => Enumerable.Range(codes[0], codes[1] - codes[0] + 1).Select(code => (code, (byte)codes[2])))
        .ToFrozenDictionary(pair => pair.code, pair => pair.Item2);

    internal static byte Of(Rune rune) => rune.Value >= First && Classes.TryGetValue(rune.Value, out byte order) ? order : (byte)0;
}
