namespace TextBrewer.Recipes.Tasks;

/// <summary>What a person types.</summary>
/// <param name="Text">The text, or the question.</param>
/// <param name="Pair">The second text, or the passage; null: there is none.</param>
/// <param name="Choices">The choices; null: there are none.</param>
public sealed record PredictionInput(string Text, string? Pair = null, IReadOnlyList<string>? Choices = null);
