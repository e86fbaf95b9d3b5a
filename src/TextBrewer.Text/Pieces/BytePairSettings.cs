namespace TextBrewer.Text.Pieces;

/// <summary>What a file of byte-pair encoding says beside vocabulary and merges.</summary>
internal sealed record BytePairSettings
{
    /// <summary>What stands for a character that the vocabulary lacks; null: nothing, it is left out.</summary>
    internal int? UnknownId { get; init; }

    /// <summary>Whether unknown characters that stand side by side are one token.</summary>
    internal bool FusesUnknown { get; init; }

    /// <summary>Whether a character that the vocabulary lacks falls into tokens of its bytes.</summary>
    internal bool ByteFallback { get; init; }

    /// <summary>Whether a word that is in the vocabulary is one token, whatever the merges say.</summary>
    internal bool IgnoresMerges { get; init; }

    /// <summary>What a token begins with that goes on with a word; empty: nothing.</summary>
    internal string ContinuingPrefix { get; init; } = "";

    /// <summary>What a token ends with that ends a word; empty: nothing.</summary>
    internal string EndSuffix { get; init; } = "";

    /// <summary>Whether words come as characters that stand for bytes.</summary>
    internal bool IsOfBytes { get; init; }
}
