namespace TextBrewer.Inference.Sessions;

/// <summary>A sequence of tokens as the model sees it.</summary>
/// <param name="Ids">Token ids.</param>
/// <param name="TypeIds">Token types.</param>
internal readonly record struct TokenSequence(int[] Ids, int[] TypeIds);
