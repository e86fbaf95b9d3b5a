namespace TextBrewer.Adaptors;

/// <summary>The kinds of intermediate features that a match can compare.</summary>
public enum Feature
{
    /// <summary>Hidden states (batch, length, width); 0 is the embedding output.</summary>
    Hidden,

    /// <summary>Attention probabilities (batch, heads, length, length).</summary>
    Attention,

    /// <summary>Attention before the softmax, (batch, heads, length, length).</summary>
    AttentionScores,

    /// <summary>Queries (batch, length, width).</summary>
    Query,

    /// <summary>Keys (batch, length, width).</summary>
    Key,

    /// <summary>Values (batch, length, width).</summary>
    Value,
}
