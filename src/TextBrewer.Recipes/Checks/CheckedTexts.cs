using TextBrewer.Reports.Results;

namespace TextBrewer.Recipes.Checks;

/// <summary>The texts of a task.</summary>
/// <param name="Task">The task's name; empty where it stands alone.</param>
/// <param name="Train">Training examples.</param>
/// <param name="Extra">Extra texts.</param>
/// <param name="Dev">Dev examples, those of all dev sets together.</param>
/// <param name="MaxLength">The most tokens of a sequence.</param>
/// <param name="MeanLength">The tokens of a training example, padding left out.</param>
/// <param name="Truncated">The share of training examples and extra texts that are cut to it.</param>
public sealed record CheckedTexts(string Task, int Train, int Extra, int Dev, int MaxLength, double MeanLength, double Truncated)
{
    /// <summary>Examples that were cut from plain text.</summary>
    public int Raw { get; init; }

    /// <summary>Copies of the training examples with other words, which an epoch has beside them.</summary>
    public IReadOnlyList<AugmentationFacts> Augmented { get; init; } = [];
}
