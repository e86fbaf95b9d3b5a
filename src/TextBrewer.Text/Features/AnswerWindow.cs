using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Text.Features;

/// <summary>A window over a passage (the pair of an <see cref="Encoding"/>) and where the passage's tokens stand in it.</summary>
public sealed record AnswerWindow
{
    /// <summary>Finds the passage's tokens, which follow each other.</summary>
    public AnswerWindow(Encoding encoding)
    {
        Encoding = encoding;
        int first = Array.IndexOf(encoding.Sequence, 1);
        (First, End) = first < 0 ? (encoding.Ids.Length, encoding.Ids.Length) : (first, Array.LastIndexOf(encoding.Sequence, 1) + 1);
    }

    /// <summary>The window.</summary>
    public Encoding Encoding { get; }

    /// <summary>The passage's first token.</summary>
    public int First { get; }

    /// <summary>The token after the passage's last one; as <see cref="First"/> where the window holds nothing of it.</summary>
    public int End { get; }

    /// <summary>The first and the last token of an answer, both included; null where the window does not hold all of it.</summary>
    /// <param name="start">The answer's first character in the passage, in UTF-16 units.</param>
    /// <param name="end">The character after its last one.</param>
    public (int Start, int End)? Place(int start, int end)
    {
        if (First == End || start >= end) return null;
        (int Start, int End)[] offsets = Encoding.Offsets;
        // A window that holds the whole passage has no neighbour, so an edge that no token covers (a control character) is lost nowhere
        // else either.
        if (Encoding.Truncated && (start < offsets[First].Start || end > offsets[End - 1].End)) return null;
        int from = First, to = End - 1;
        while (from < End && offsets[from].End <= start) from++;
        while (to >= First && offsets[to].Start >= end) to--;
        return from <= to && from < End && to >= First ? (from, to) : null;
    }
}
