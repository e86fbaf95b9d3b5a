namespace TextBrewer.Text.Reading;

/// <summary>A sentence of words, each with its tag as it stands in the file.</summary>
/// <param name="Words">The words.</param>
/// <param name="Tags">A tag for each word; null: unlabelled.</param>
/// <param name="Line">The line of the file where it begins, from 1.</param>
public sealed record TaggedExample(IReadOnlyList<string> Words, IReadOnlyList<string>? Tags, int Line)
{
    /// <summary>The text that the words were cut from; null where the file holds words.</summary>
    public string? Text { get; init; }

    /// <summary>Where each word stands in <see cref="Text"/>, in UTF-16 units, end excluded.</summary>
    public IReadOnlyList<(int Start, int End)>? Offsets { get; init; }
}
