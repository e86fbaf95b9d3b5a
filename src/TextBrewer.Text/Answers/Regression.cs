namespace TextBrewer.Text.Answers;

/// <summary>The number of a text.</summary>
/// <param name="Value">The number.</param>
/// <param name="Truncated">Whether the text was too long and the model saw its beginning only.</param>
public sealed record Regression(float Value, bool Truncated);
