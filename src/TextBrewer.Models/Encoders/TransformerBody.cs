namespace TextBrewer.Models.Encoders;

/// <summary>
/// Layers of a transformer as BERT has them, normalised behind each residual: the names of a layer's parts, behind its number.
/// </summary>
/// <param name="Prefix">How the names of its tensors begin, in an encoder; the layer's number follows.</param>
/// <param name="Query">The dense layer that makes queries.</param>
/// <param name="Key">The one that makes keys.</param>
/// <param name="Value">The one that makes values.</param>
/// <param name="AttentionOutput">Attention's output layer.</param>
/// <param name="AttentionNorm">The layer norm behind attention and its residual.</param>
/// <param name="Wide">The feed-forward network's first half.</param>
/// <param name="Narrow">Its second half.</param>
/// <param name="OutputNorm">The layer norm behind it and its residual.</param>
internal sealed record TransformerBody(
    string Prefix,
    string Query,
    string Key,
    string Value,
    string AttentionOutput,
    string AttentionNorm,
    string Wide,
    string Narrow,
    string OutputNorm) : EncoderBody(Prefix)
{
    /// <summary>How attention knows of positions.</summary>
    internal AttentionKind Attention { get; init; } = AttentionKind.Plain;

    /// <summary>The layer that takes embeddings to the hidden width, where they are narrower; null: there is none.</summary>
    internal string? Projection { get; init; }

    /// <summary>The pooler's dense layer.</summary>
    internal string Pooler { get; init; } = "pooler.dense";

    /// <inheritdoc/>
    internal override IReadOnlyList<LayerAxis> Axes =>
    [
        new(Query, 0, ChannelKind.Queries),
        new(Key, 0, ChannelKind.Queries),
        new(Value, 0, ChannelKind.Values),
        new(AttentionOutput, 1, ChannelKind.Values),
        new(Wide, 0, ChannelKind.FeedForward),
        new(Narrow, 1, ChannelKind.FeedForward),
    ];

    /// <inheritdoc/>
    internal override double LayerParameters(EncoderConfig config) =>
        (4.0 * config.HiddenSize * config.HiddenSize) + (2.0 * config.HiddenSize * config.IntermediateSize);
}
