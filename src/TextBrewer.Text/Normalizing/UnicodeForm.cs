using System.Text;
using System.Text.Json.Nodes;
using TextBrewer.Text.Characters;

namespace TextBrewer.Text.Normalizing;

/// <summary>Unicode's normalization forms NFC, NFD, NFKC and NFKD (Unicode Standard Annex 15), from tables of our own.</summary>
/// <param name="isCompatible">Whether what looks different and means the same becomes the same: the forms with K.</param>
/// <param name="composes">Whether base and marks become one character where there is one: the forms with C.</param>
internal sealed class UnicodeForm(bool isCompatible, bool composes) : Normalizer
{
    /// <summary>A character, its combining class, and what it stands for (<see cref="Rewriting.Write"/>).</summary>
    private readonly record struct Part(Rune Rune, byte Class, int Change);

    // Below it nothing changes.
    private char Quiet => isCompatible ? '\u00A0' : composes ? '\u0300' : '\u00C0';

    /// <inheritdoc/>
    internal override JsonObject ToJson() => new() { ["type"] = $"NF{(isCompatible ? "K" : "")}{(composes ? "C" : "D")}" };

    /// <inheritdoc/>
    internal override void Apply(AlignedText from, AlignedText to, TextPart part)
    {
        if (from.Text.IndexOfAnyExceptInRange('\0', (char)(Quiet - 1)) < 0)
        {
            to.Append(from, 0, from.Length);
            return;
        }
        List<Part> parts = Decomposed(from.Text);
        if (composes) Compose(parts);
        Rewriting writing = new(from, to);
        foreach (Part written in parts) writing.Write(written.Rune, written.Change);
    }

    private List<Part> Decomposed(ReadOnlySpan<char> text)
    {
        List<Part> parts = new(text.Length);
        int sorted = 0; // up to here marks are in order
        foreach (Rune rune in text.EnumerateRunes())
        {
            int change = 0;
            foreach (Rune one in isCompatible ? Decomposition.CompatibleOf(rune) : Decomposition.Of(rune))
            {
                byte order = CombiningClass.Of(one);
                if (order == 0)
                {
                    Sort(parts, sorted);
                    sorted = parts.Count + 1;
                }
                parts.Add(new Part(one, order, change));
                change = 1;
            }
        }
        Sort(parts, sorted);
        return parts;
    }

    /// <summary>Puts the marks at a list's end in the order of their classes; those of one class stay in the text's order.</summary>
    private static void Sort(List<Part> parts, int from)
    {
        if (parts.Count - from < 2) return;
        Part[] ordered = [.. parts.Skip(from).OrderBy(part => part.Class)];
        for (int i = 0; i < ordered.Length; i++) parts[from + i] = ordered[i];
    }

    /// <summary>Lets each character join the base before it, unless a mark of its class or a higher one stands between.</summary>
    private static void Compose(List<Part> parts)
    {
        int count = 0, starter = -1, last = -1; // the class of the mark behind the base; −1: none
        foreach (Part part in parts.ToArray())
        {
            bool isFree = starter >= 0 && last < part.Class;
            if (isFree && Composition.Of(parts[starter].Rune, part.Rune) is { } one)
            {
                parts[starter] = parts[starter] with { Rune = one, Change = parts[starter].Change + part.Change - 1 };
                continue;
            }
            if (part.Class == 0) (starter, last) = (count, -1);
            else if (starter >= 0) last = part.Class;
            parts[count++] = part;
        }
        parts.RemoveRange(count, parts.Count - count);
    }
}
