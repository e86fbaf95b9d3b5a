using TextBrewer.Models.Encoders;

namespace TextBrewer.Models.Architectures;

/// <summary>How far a model's parameters are from its input: embeddings, layers, head.</summary>
public static class ParameterDepth
{
    /// <summary>
    /// 0 for embeddings, their projection and relative positions, 1 and up for the encoder's layers from the input on (where layers share
    /// weights, for the last of them), one more than there are layers for the pooler and all that stands outside of the encoder.
    /// </summary>
    /// <param name="name">A parameter's name in a model with a head: <c>bert.encoder.layer.0.output.dense.weight</c>.</param>
    /// <param name="config">The model's configuration.</param>
    public static int Of(string name, EncoderConfig config)
    {
        int head = config.NumHiddenLayers + 1;
        Architecture architecture = Architecture.Of(config);
        string encoder = architecture.Prefix + ".";
        if (!name.StartsWith(encoder, StringComparison.Ordinal)) return head;
        string inner = name[encoder.Length..];
        if (inner.StartsWith("embeddings", StringComparison.Ordinal)
            || architecture.Body.BeforeLayers.Any(start => inner.StartsWith(start, StringComparison.Ordinal)))
            return 0;
        return architecture.Body.LayerOf(inner, config) is int layer ? layer + 1 : head;
    }
}
