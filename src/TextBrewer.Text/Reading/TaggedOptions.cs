namespace TextBrewer.Text.Reading;

/// <summary>How a file of tagged words is written.</summary>
public sealed record TaggedOptions
{
    /// <summary>
    /// <c>conll</c> (a word a line), <c>json</c> or <c>jsonl</c> (texts with spans); null: by the file's extension, everything but .json
    /// and .jsonl being conll.
    /// </summary>
    public string? Format { get; init; }

    /// <summary>What stands between the columns; null: found in the file, a tab or else blanks.</summary>
    public string? Separator { get; init; }

    /// <summary>The words' column, from 0.</summary>
    public int Word { get; init; }

    /// <summary>The tags' column, from 0; null: the last one; below 0: there is none.</summary>
    public int? Tag { get; init; }

    /// <summary>The file's encoding, like <c>windows-1252</c> or <c>gbk</c>; null: UTF-8.</summary>
    public string? Encoding { get; init; }

    /// <summary>Whether tags are wanted; a file without them is then an error.</summary>
    public bool Labelled { get; init; } = true;
}
