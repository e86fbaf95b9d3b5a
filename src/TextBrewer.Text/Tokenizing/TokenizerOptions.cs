namespace TextBrewer.Text.Tokenizing;

/// <summary>How text is made ready for the vocabulary.</summary>
public sealed record TokenizerOptions
{
    /// <summary>Whether text is lower-cased.</summary>
    public bool Lowercase { get; init; } = true;

    /// <summary>Whether accents are taken off; null: as <see cref="Lowercase"/>.</summary>
    public bool? StripAccents { get; init; }

    /// <summary>Whether Chinese characters stand alone.</summary>
    public bool SplitChinese { get; init; } = true;

    /// <summary>The longest sequence of tokens, special ones included.</summary>
    public int MaxLength { get; init; } = 512;
}
