using System.Text.Json.Nodes;

namespace TextBrewer.Text.Normalizing;

/// <summary>Makes a text alike to those that a vocabulary was learned from. Has no state: safe from many threads.</summary>
internal abstract class Normalizer
{
    /// <summary>
    /// Whether a text may be cut between a letter or digit and a space, and its parts normalised one by one, with the same result.
    /// </summary>
    internal virtual bool IsLocal => true;

    /// <summary>How a <c>tokenizer.json</c> writes it.</summary>
    internal abstract JsonObject ToJson();

    /// <summary>Appends the normalised text.</summary>
    /// <param name="from">The text, or a part of it.</param>
    /// <param name="to">Takes the result.</param>
    /// <param name="part">Whether the part is the text's first or last.</param>
    internal abstract void Apply(AlignedText from, AlignedText to, TextPart part);
}
