using System.Text;

namespace TextBrewer.Text.Normalizing;

/// <summary>Cleans a text as BERT does it.</summary>
/// <param name="characters">Makes what becomes of a character, for one thread.</param>
internal sealed class BertNormalizer(Func<BertCharacters> characters) : Normalizer
{
    /// <summary>For one thread: what becomes of a character.</summary>
    internal BertCharacters Characters() => characters();

    /// <inheritdoc/>
    internal override void Apply(AlignedText from, AlignedText to, TextPart part)
    {
        BertCharacters own = characters();
        for (int at = 0, next; at < from.Length; at = next)
        {
            Rune rune = from.RuneAt(at);
            next = at + rune.Utf16SequenceLength;
            foreach (Rune one in own.Of(rune)) to.Append(one, from.StartOf(at), from.EndOf(at));
        }
    }
}
