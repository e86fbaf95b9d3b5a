using System.Text.Json.Nodes;

namespace TextBrewer.Text.Normalizing;

/// <summary>Takes white space off a text's ends.</summary>
internal sealed class StripNormalizer(bool left, bool right) : Normalizer
{
    /// <inheritdoc/>
    internal override JsonObject ToJson() => new() { ["type"] = "Strip", ["strip_left"] = left, ["strip_right"] = right };

    /// <inheritdoc/>
    internal override void Apply(AlignedText from, AlignedText to, TextPart part)
    {
        ReadOnlySpan<char> text = from.Text;
        int start = left && part.IsFirst ? text.Length - text.TrimStart().Length : 0;
        int end = right && part.IsLast ? text.TrimEnd().Length : text.Length;
        if (start < end) to.Append(from, start, end);
    }
}
