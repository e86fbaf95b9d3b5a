namespace TextBrewer.Recipes.Tasks;

/// <summary>An example as the model sees it.</summary>
/// <param name="Ids">Token ids.</param>
/// <param name="TypeIds">Token types.</param>
/// <param name="Label">The label's index; −1: unlabelled.</param>
public sealed record EncodedText(int[] Ids, int[] TypeIds, int Label);
