using TextBrewer.Models.Encoders;

namespace TextBrewer.Models.Architectures;

/// <summary>The shapes of TextBrewer's students; vocabulary and labels come from elsewhere.</summary>
public static class StudentShapes
{
    private static readonly Dictionary<string, Func<EncoderConfig, EncoderConfig>> Shapes = new(StringComparer.Ordinal)
    {
        ["T6"] = config => Shape(config, 6, 768, 3072, 12),
        ["T3"] = config => Shape(config, 3, 768, 3072, 12),
        ["T3-small"] = config => Shape(config, 3, 384, 1536, 12),
        ["T4-tiny"] = config => Shape(config, 4, 312, 1200, 12),
        ["T12-nano"] = config => Shape(config, 12, 256, 1024, 4),
        ["Electra-small"] = config => Shape(Of(ArchitectureTable.Electra, config), 12, 256, 1024, 4) with { EmbeddingSize = 128 },
        ["BiGRU"] = config => Shape(Of(ArchitectureTable.BiGru, config), 1, 768, 3072, 12),
    };

    /// <summary>The names of the students.</summary>
    public static IReadOnlyCollection<string> Names => Shapes.Keys;

    /// <summary>
    /// A configuration with a student's shape. The transformers keep the architecture of the configuration; BiGRU and Electra-small have
    /// their own.
    /// </summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="config">The configuration, a teacher's for instance.</param>
    public static EncoderConfig Apply(string name, EncoderConfig config) => Shapes[name](config);

    // Where embeddings may have a width of their own, a teacher's would not fit the student's, unless they are projected anyway.
    private static EncoderConfig Shape(EncoderConfig config, int layers, int width, int feedForward, int heads) => config with
    {
        NumHiddenLayers = layers,
        HiddenSize = width,
        IntermediateSize = feedForward,
        NumAttentionHeads = heads,
        EmbeddingSize = Architecture.Of(config) switch
        {
            { KeepsEmbeddingWidth: true } => Math.Min(config.EmbeddingSize ?? width, width),
            { ProjectsEmbeddings: true } => width,
            _ => null,
        },
    };

    private static EncoderConfig Of(Architecture architecture, EncoderConfig config) =>
        config.As(architecture) with { HiddenAct = "gelu" };
}
