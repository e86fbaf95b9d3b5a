namespace TextBrewer.Models.Encoders;

/// <summary>How attention knows of positions, and how checkpoints call what it knows them by: what an exporter has to know.</summary>
internal abstract record AttentionKind
{
    /// <summary>Attention that is told of positions by the embeddings alone.</summary>
    internal static AttentionKind Plain { get; } = new PlainAttention();

    private sealed record PlainAttention : AttentionKind;
}
