using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TextBrewer.Recipes.Format;

namespace TextBrewer.Recipes.Reporting;

/// <summary>The shape of a model; a file that does not tell has none.</summary>
internal sealed record ModelFacts
{
    /// <summary>The task whose teacher it is; null: there is only one task.</summary>
    public string? Task { get; init; }

    /// <summary>Its folder or file; null: it has none to start from.</summary>
    public string? Path { get; init; }

    /// <summary>How its weights began: <c>random</c>, <c>every_kth</c>, …; null: as they are in its folder.</summary>
    public string? Start { get; init; }

    /// <summary>The architecture as its paper writes it: <c>BERT</c>, <c>RoBERTa</c>, …</summary>
    public string? Architecture { get; init; }

    /// <summary>Its layers.</summary>
    public int? Layers { get; init; }

    /// <summary>Width of its hidden states.</summary>
    public int? Width { get; init; }

    /// <summary>Attention heads of a layer.</summary>
    public int? Heads { get; init; }

    /// <summary>Width of the feed-forward network.</summary>
    public int? FeedForward { get; init; }

    /// <summary>Entries of the vocabulary.</summary>
    public int? Vocabulary { get; init; }

    /// <summary>Its weight among several teachers.</summary>
    public double? Weight { get; init; }

    /// <summary>A teacher of a recipe.</summary>
    internal static ModelFacts Of(string task, RecipeTeacher teacher)
    {
        string? config = teacher.Folder is { } folder ? System.IO.Path.Combine(folder, "config.json") : null;
        ModelFacts shape = File.Exists(config) ? Shape(EncoderConfig.FromFile(config)) : new ModelFacts();
        return shape with { Task = task.Length == 0 ? null : task, Path = teacher.Path, Weight = teacher.Weight };
    }

    /// <summary>The model that a run trains.</summary>
    internal static ModelFacts Of(EncoderConfig config, RecipeModel recipe) =>
        Shape(config) with { Path = recipe.Folder, Start = recipe.Folder is null ? recipe.Initialize?.ToString() ?? "random" : null };

    private static ModelFacts Shape(EncoderConfig config)
    {
        Models.Architectures.Architecture architecture = Models.Architectures.Architecture.Of(config);
        return new()
        {
            Architecture = architecture.Title,
            Layers = config.NumHiddenLayers,
            Width = config.HiddenSize,
            Heads = architecture.HasAttention ? config.NumAttentionHeads : null,
            FeedForward = architecture.HasAttention ? config.IntermediateSize : null,
            Vocabulary = config.VocabSize,
        };
    }
}
