namespace TextBrewer.Models.Encoders;

/// <summary>
/// Layers of a transformer that are normalised before each residual, with one product for queries, keys and values, rotary positions and
/// gated feed-forward networks: the names of a layer's parts, behind its number.
/// </summary>
/// <param name="Prefix">How the names of its tensors begin, in an encoder; the layer's number follows.</param>
/// <param name="AttentionNorm">The layer norm before attention, which the first layer does not have.</param>
/// <param name="QueryKeyValue">The dense layer that makes queries, keys and values, side by side.</param>
/// <param name="AttentionOutput">Attention's output layer.</param>
/// <param name="FeedForwardNorm">The layer norm before the feed-forward network.</param>
/// <param name="Wide">The feed-forward network's first half: what is activated and what it is multiplied with, side by side.</param>
/// <param name="Narrow">Its second half.</param>
/// <param name="FinalNorm">The layer norm behind the last layer, in an encoder.</param>
internal sealed record PreNormBody(
    string Prefix,
    string AttentionNorm,
    string QueryKeyValue,
    string AttentionOutput,
    string FeedForwardNorm,
    string Wide,
    string Narrow,
    string FinalNorm) : EncoderBody(Prefix)
{
    /// <inheritdoc/>
    internal override IReadOnlyList<LayerAxis> Axes =>
    [
        new(QueryKeyValue, 0, ChannelKind.Queries, ChannelKind.Queries, ChannelKind.Values),
        new(AttentionOutput, 1, ChannelKind.Values),
        new(Wide, 0, ChannelKind.FeedForward, ChannelKind.FeedForward),
        new(Narrow, 1, ChannelKind.FeedForward),
    ];

    /// <inheritdoc/>
    internal override bool TurnsPairs => true;

    /// <inheritdoc/>
    internal override double LayerParameters(EncoderConfig config) =>
        (4.0 * config.HiddenSize * config.HiddenSize) + (3.0 * config.HiddenSize * config.IntermediateSize);
}
