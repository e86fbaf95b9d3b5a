namespace TextBrewer.Models.Bert;

/// <summary>TextBrewer's students: their shapes; vocabulary and labels come from elsewhere.</summary>
public static class StudentShapes
{
    private static readonly Dictionary<string, (int Layers, int Width, int FeedForward, int Heads)> Shapes = new(StringComparer.Ordinal)
    {
        ["T6"] = (6, 768, 3072, 12),
        ["T3"] = (3, 768, 3072, 12),
        ["T3-small"] = (3, 384, 1536, 12),
        ["T4-tiny"] = (4, 312, 1200, 12),
        ["T12-nano"] = (12, 256, 1024, 4),
    };

    /// <summary>Their names.</summary>
    public static IReadOnlyCollection<string> Names => Shapes.Keys;

    /// <summary>A configuration with a student's shape.</summary>
    public static BertConfig Apply(string name, BertConfig config)
    {
        (int layers, int width, int feedForward, int heads) = Shapes[name];
        return config with { NumHiddenLayers = layers, HiddenSize = width, IntermediateSize = feedForward, NumAttentionHeads = heads };
    }
}
