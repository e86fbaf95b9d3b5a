using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Format;

namespace TextBrewer.Recipes.Exporting;

/// <summary>What is exported, to where, and what it is compared on.</summary>
public sealed record ExportSettings
{
    /// <summary>The model: a Hugging Face folder.</summary>
    public required ModelSettings Model { get; init; }

    /// <summary>The folder that is written; null: the model's own gets the files in its <c>onnx</c>.</summary>
    public string? Output { get; init; }

    /// <summary>What is written.</summary>
    public RecipeExport Export { get; init; } = new();

    /// <summary>Data files to compare on; none: sequences of random tokens.</summary>
    public IReadOnlyList<RecipeTable> Data { get; init; } = [];
}
