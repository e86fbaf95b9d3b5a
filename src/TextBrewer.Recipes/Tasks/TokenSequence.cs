namespace TextBrewer.Recipes.Tasks;

/// <summary>A sequence of tokens as the model sees it.</summary>
/// <param name="Ids">Token ids.</param>
/// <param name="TypeIds">Token types.</param>
public sealed record TokenSequence(int[] Ids, int[] TypeIds);
