using TextBrewer.Models.Encoders;

namespace TextBrewer.Models.Architectures;

/// <summary>How far a model's parameters are from its input: embeddings, layers, head.</summary>
public static class ParameterDepth
{
    /// <summary>
    /// 0 for embeddings and their projection, 1 and up for the encoder's layers from the input on, one more than there are layers for the
    /// pooler and all that stands outside of the encoder.
    /// </summary>
    /// <param name="name">A parameter's name in a model with a head: <c>bert.encoder.layer.0.output.dense.weight</c>.</param>
    /// <param name="config">The model's configuration.</param>
    public static int Of(string name, EncoderConfig config)
    {
        int head = config.NumHiddenLayers + 1;
        string encoder = config.ModelType + ".";
        if (!name.StartsWith(encoder, StringComparison.Ordinal)) return head;
        string inner = name[encoder.Length..];
        if (inner.StartsWith("embeddings", StringComparison.Ordinal)) return 0;
        return Architecture.Of(config).Body.LayerOf(inner, config) is int layer ? layer + 1 : head;
    }
}
