namespace TextBrewer.Models.Encoders;

/// <summary>Bidirectional layers of a GRU, and a dense layer back to the hidden width.</summary>
/// <param name="Prefix">How the names of the GRU's tensors begin, in an encoder.</param>
/// <param name="Output">The dense layer.</param>
internal sealed record RecurrentBody(string Prefix, string Output) : EncoderBody(Prefix)
{
    /// <inheritdoc/>
    internal override double LayerParameters(EncoderConfig config) => 12.0 * config.HiddenSize * config.HiddenSize;
}
