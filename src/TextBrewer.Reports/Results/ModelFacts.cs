namespace TextBrewer.Reports.Results;

/// <summary>The shape of a model; a file that does not tell has none.</summary>
public sealed record ModelFacts
{
    /// <summary>The task whose teacher it is; null: there is only one task.</summary>
    public string? Task { get; init; }

    /// <summary>The model's folder or file; null: it has none to start from.</summary>
    public string? Path { get; init; }

    /// <summary>How the model's weights began: <c>random</c>, <c>every_kth</c>, …; null: as they are in its folder.</summary>
    public string? Start { get; init; }

    /// <summary>The architecture as its paper writes it: <c>BERT</c>, <c>RoBERTa</c>, …</summary>
    public string? Architecture { get; init; }

    /// <summary>How many layers the model has.</summary>
    public int? Layers { get; init; }

    /// <summary>Width of the model's hidden states.</summary>
    public int? Width { get; init; }

    /// <summary>Attention heads of a layer.</summary>
    public int? Heads { get; init; }

    /// <summary>Width of the feed-forward network.</summary>
    public int? FeedForward { get; init; }

    /// <summary>Entries of the vocabulary.</summary>
    public int? Vocabulary { get; init; }

    /// <summary>The model's weight among several teachers.</summary>
    public double? Weight { get; init; }

    /// <summary>What computes a teacher's logits: <c>torch</c>, <c>onnx</c> or <c>onnx-int8</c>.</summary>
    public string? Engine { get; init; }
}
