using System.Text.Json.Nodes;
using TextBrewer.Text.Normalizing;

namespace TextBrewer.Text.Splitting;

/// <summary>Cuts a normalised text into words, each of which a vocabulary cuts on its own. Has no state: safe from many threads.</summary>
internal abstract class PreTokenizer
{
    /// <summary>
    /// Whether a text may be cut between a letter or digit and a space, and its parts cut into words one by one, with the same result.
    /// </summary>
    internal virtual bool IsLocal => true;

    /// <summary>Whether a word never goes on from a letter or digit to a space.</summary>
    internal virtual bool CutsAtSpaces => false;

    /// <summary>How a <c>tokenizer.json</c> writes it.</summary>
    internal abstract JsonObject ToJson();

    /// <summary>Cuts a text, or a word that was cut before.</summary>
    /// <param name="from">Where it is.</param>
    /// <param name="start">Its first unit.</param>
    /// <param name="end">The unit behind its last.</param>
    /// <param name="to">Takes the words.</param>
    internal abstract void Cut(AlignedText from, int start, int end, CutText to);
}
