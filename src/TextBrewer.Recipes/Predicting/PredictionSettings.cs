using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Format;

namespace TextBrewer.Recipes.Predicting;

/// <summary>A model, and what a person types for it.</summary>
public sealed record PredictionSettings
{
    /// <summary>The model.</summary>
    public required ModelSettings Model { get; init; }

    /// <summary>A table whose columns hold the texts, in place of <see cref="Lines"/>; null: these are meant.</summary>
    public RecipeTable? Table { get; init; }

    /// <summary>A text each; a pair or a text with its choices has tabs between its parts.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>Whether each text is a pair: its two parts stand apart by a tab, or are two lines. Questions are always so.</summary>
    public bool Pairs { get; init; }

    /// <summary>The passage that all questions are about; null: each comes with its own.</summary>
    public string? Passage { get; init; }

    /// <summary>The choices of every text; none: they follow their text after tabs.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];
}
