namespace TextBrewer.Models.Encoders;

/// <summary>Layers of a transformer: the names of a layer's parts, behind its number.</summary>
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
    /// <inheritdoc/>
    internal override double LayerParameters(EncoderConfig config) =>
        (4.0 * config.HiddenSize * config.HiddenSize) + (2.0 * config.HiddenSize * config.IntermediateSize);

    /// <inheritdoc/>
    internal override int? LayerOf(string name, EncoderConfig config) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) ? Number(name[Prefix.Length..]) : null;
}
