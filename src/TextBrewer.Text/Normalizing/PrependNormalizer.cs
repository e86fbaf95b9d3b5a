using System.Text;
using System.Text.Json.Nodes;

namespace TextBrewer.Text.Normalizing;

/// <summary>Puts a text before every text that is not empty; it stands where the text's first character does.</summary>
/// <param name="content">What is put there.</param>
internal sealed class PrependNormalizer(string content) : Normalizer
{
    /// <inheritdoc/>
    internal override JsonObject ToJson() => new() { ["type"] = "Prepend", ["prepend"] = content };

    /// <inheritdoc/>
    internal override void Apply(AlignedText from, AlignedText to, TextPart part)
    {
        if (part.IsFirst && from.Length > 0)
            foreach (Rune rune in content.EnumerateRunes()) to.Append(rune, from.StartOf(0), from.EndOf(0));
        to.Append(from, 0, from.Length);
    }
}
