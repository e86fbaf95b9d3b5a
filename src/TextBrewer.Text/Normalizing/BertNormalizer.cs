using System.Text;
using System.Text.Json.Nodes;

namespace TextBrewer.Text.Normalizing;

/// <summary>Cleans a text as BERT does it.</summary>
/// <param name="lowercase">Whether letters are lower-cased.</param>
/// <param name="stripAccents">Whether accents are taken off.</param>
/// <param name="splitChinese">Whether Chinese characters are set apart.</param>
/// <param name="cleanText">Whether control characters are dropped and white space made equal.</param>
internal sealed class BertNormalizer(bool lowercase, bool stripAccents, bool splitChinese, bool cleanText = true) : Normalizer
{
    /// <summary>For one thread: what becomes of a character.</summary>
    internal BertCharacters Characters() => new(lowercase, stripAccents, splitChinese, cleanText);

    /// <inheritdoc/>
    internal override JsonObject ToJson() => new()
    {
        ["type"] = "BertNormalizer",
        ["clean_text"] = cleanText,
        ["handle_chinese_chars"] = splitChinese,
        ["strip_accents"] = stripAccents == lowercase ? null : stripAccents, // null: as letters are lower-cased
        ["lowercase"] = lowercase,
    };

    /// <inheritdoc/>
    internal override void Apply(AlignedText from, AlignedText to, TextPart part)
    {
        BertCharacters own = Characters();
        for (int at = 0, next; at < from.Length; at = next)
        {
            Rune rune = from.RuneAt(at);
            next = at + rune.Utf16SequenceLength;
            foreach (Rune one in own.Of(rune)) to.Append(one, from.StartOf(at), from.EndOf(at));
        }
    }
}
