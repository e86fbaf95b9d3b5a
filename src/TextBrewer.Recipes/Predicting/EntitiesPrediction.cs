using TextBrewer.Text.Features;

namespace TextBrewer.Recipes.Predicting;

/// <summary>The entities of a text; of tags that make no entities, each word with its tag.</summary>
/// <param name="Text">The text.</param>
/// <param name="Entities">The entities in their order.</param>
public sealed record EntitiesPrediction(string Text, IReadOnlyList<TextEntity> Entities) : Prediction;
