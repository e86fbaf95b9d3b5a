using System.Text;
using System.Text.Json.Nodes;

namespace TextBrewer.Text.Normalizing;

/// <summary>Small letters in place of capitals, whatever the culture.</summary>
internal sealed class LowercaseNormalizer : Normalizer
{
    private const int DottedCapitalI = 0x130; // the only letter whose lower case is two characters: i and a dot above

    /// <inheritdoc/>
    internal override JsonObject ToJson() => new() { ["type"] = "Lowercase" };

    /// <inheritdoc/>
    internal override void Apply(AlignedText from, AlignedText to, TextPart part)
    {
        Rewriting writing = new(from, to);
        foreach (Rune rune in from.Text.EnumerateRunes())
        {
            writing.Write(rune.Value == DottedCapitalI ? new Rune('i') : Rune.ToLowerInvariant(rune), 0);
            if (rune.Value == DottedCapitalI) writing.Write(new Rune('\u0307'), 1);
        }
    }
}
