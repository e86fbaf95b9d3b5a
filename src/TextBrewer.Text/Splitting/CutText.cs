using TextBrewer.Text.Normalizing;

namespace TextBrewer.Text.Splitting;

/// <summary>A text that is cut into words, one behind the other; what is between words is gone.</summary>
internal sealed class CutText
{
    private readonly List<int> _ends = [];

    internal AlignedText Text { get; } = new();

    internal int Words => _ends.Count;

    internal int StartOf(int word) => word == 0 ? 0 : _ends[word - 1];

    internal int EndOf(int word) => _ends[word];

    internal void Clear()
    {
        Text.Clear();
        _ends.Clear();
    }

    /// <summary>Ends a word of what was appended to the text since the last one; of nothing there is no word.</summary>
    internal void EndWord()
    {
        if (Text.Length > (_ends.Count == 0 ? 0 : _ends[^1])) _ends.Add(Text.Length);
    }

    /// <summary>Appends a part of a text as a word.</summary>
    internal void AppendWord(AlignedText from, int start, int end)
    {
        Text.Append(from, start, end);
        EndWord();
    }
}
