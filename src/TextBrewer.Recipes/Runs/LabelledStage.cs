namespace TextBrewer.Recipes.Runs;

/// <summary>A stage of a recipe, as <c>label</c> found it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Result">What was done; null: it was left out.</param>
/// <param name="LeftOut">Why it was left out; null: it was not.</param>
public sealed record LabelledStage(string Name, LabelResult? Result, string? LeftOut);
