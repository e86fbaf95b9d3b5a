namespace TextBrewer.Models.Encoders;

/// <summary>TextBrewer's students: their shapes; vocabulary and labels come from elsewhere.</summary>
public static class StudentShapes
{
    private static readonly Dictionary<string, Func<EncoderConfig, EncoderConfig>> Shapes = new(StringComparer.Ordinal)
    {
        ["T6"] = config => Shape(config, 6, 768, 3072, 12),
        ["T3"] = config => Shape(config, 3, 768, 3072, 12),
        ["T3-small"] = config => Shape(config, 3, 384, 1536, 12),
        ["T4-tiny"] = config => Shape(config, 4, 312, 1200, 12),
        ["T12-nano"] = config => Shape(config, 12, 256, 1024, 4),
        ["Electra-small"] = config => Shape(Of("electra", config), 12, 256, 1024, 4) with { EmbeddingSize = 128 },
        ["BiGRU"] = config => Shape(Of("bigru", config), 1, 768, 3072, 12),
    };

    /// <summary>Their names.</summary>
    public static IReadOnlyCollection<string> Names => Shapes.Keys;

    /// <summary>
    /// A configuration with a student's shape. The transformers keep the architecture of the configuration; BiGRU and Electra-small have
    /// their own.
    /// </summary>
    public static EncoderConfig Apply(string name, EncoderConfig config) => Shapes[name](config);

    // Only ELECTRA names the width of its embeddings; a teacher's would not fit the student's.
    private static EncoderConfig Shape(EncoderConfig config, int layers, int width, int feedForward, int heads) =>
        config with
        {
            NumHiddenLayers = layers,
            HiddenSize = width,
            IntermediateSize = feedForward,
            NumAttentionHeads = heads,
            EmbeddingSize
            = config.ModelType == "electra" ? width : null
        };

    private static EncoderConfig Of(string type, EncoderConfig config) => config.As(type) with { HiddenAct = "gelu" };
}
