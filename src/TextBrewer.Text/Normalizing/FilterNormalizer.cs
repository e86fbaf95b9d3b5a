using System.Text;
using System.Text.Json.Nodes;
using TextBrewer.Text.Characters;

namespace TextBrewer.Text.Normalizing;

/// <summary>Drops characters, or puts others in their place, one by one.</summary>
/// <param name="type">What a <c>tokenizer.json</c> calls it.</param>
/// <param name="map">What stands for a character; null: nothing.</param>
internal sealed class FilterNormalizer(string type, Func<Rune, Rune?> map) : Normalizer
{
    private static readonly Rune Space = new(' ');

    /// <summary>Takes marks off; letters have to be taken apart before.</summary>
    internal static FilterNormalizer StripAccents { get; } = new("StripAccents", rune => CharacterClass.IsMark(rune) ? null : rune);

    /// <summary>Drops control characters and makes white space equal, as machine translation does it (the <c>nmt</c> rules).</summary>
    internal static FilterNormalizer Nmt { get; } = new("Nmt", rune => rune.Value switch
    {
        (>= 1 and <= 8) or 0xB or (>= 0xE and <= 0x1F) or 0x7F or 0x8F or 0x9F => null,
        9 or 0xA or 0xC or 0xD or 0x1680 or (>= 0x200B and <= 0x200F) or 0x2028 or 0x2029 or 0x2581 or 0xFEFF or 0xFFFD => Space,
        _ => rune,
    });

    /// <inheritdoc/>
    internal override JsonObject ToJson() => new() { ["type"] = type };

    /// <inheritdoc/>
    internal override void Apply(AlignedText from, AlignedText to, TextPart part)
    {
        for (int at = 0, next; at < from.Length; at = next)
        {
            Rune rune = from.RuneAt(at);
            next = at + rune.Utf16SequenceLength;
            if (map(rune) is { } instead) to.Append(instead, from.StartOf(at), from.EndOf(at));
        }
    }
}
