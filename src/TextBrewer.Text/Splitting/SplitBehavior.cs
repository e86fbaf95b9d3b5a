namespace TextBrewer.Text.Splitting;

/// <summary>What becomes of that at which a text is cut.</summary>
internal enum SplitBehavior
{
    /// <summary>It is left out.</summary>
    Removed,

    /// <summary>Each is a word of its own.</summary>
    Isolated,

    /// <summary>It ends the word before it.</summary>
    MergedWithPrevious,

    /// <summary>It begins the word behind it.</summary>
    MergedWithNext,

    /// <summary>Those that stand side by side are a word.</summary>
    Contiguous,
}
