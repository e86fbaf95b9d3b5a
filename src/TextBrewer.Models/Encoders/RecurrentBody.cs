namespace TextBrewer.Models.Encoders;

/// <summary>Bidirectional layers of a GRU, and a dense layer back to the hidden width.</summary>
/// <param name="Prefix">How the names of the GRU's tensors begin, in an encoder.</param>
/// <param name="Output">The dense layer.</param>
internal sealed record RecurrentBody(string Prefix, string Output) : EncoderBody(Prefix)
{
    // As torch names them: weight_ih_l0, bias_hh_l1_reverse.
    private const string Layer = "_l";

    /// <inheritdoc/>
    internal override double LayerParameters(EncoderConfig config) => 12.0 * config.HiddenSize * config.HiddenSize;

    /// <inheritdoc/>
    internal override int? LayerOf(string name, EncoderConfig config)
    {
        if (name.StartsWith(Output + ".", StringComparison.Ordinal)) return config.NumHiddenLayers - 1; // it ends the last
        int number = name.IndexOf(Layer, StringComparison.Ordinal);
        return name.StartsWith(Prefix, StringComparison.Ordinal) && number >= 0 ? Number(name[(number + Layer.Length)..]) : null;
    }
}
