namespace TextBrewer.Text.Splitting;

/// <summary>Which texts get a mark of a space before them.</summary>
internal enum PrependScheme
{
    /// <summary>All: the whole text, what stands behind an added token, and each word that was cut before.</summary>
    Always,

    /// <summary>What the whole text begins with.</summary>
    First,

    /// <summary>None.</summary>
    Never,
}
