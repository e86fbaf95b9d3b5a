namespace TextBrewer.Recipes.Tasks.Masking;

/// <summary>A token that may stand in the place of a mask.</summary>
/// <param name="Token">The token, as it stands in the vocabulary.</param>
/// <param name="Probability">Its probability.</param>
public sealed record WordGuess(string Token, float Probability);
