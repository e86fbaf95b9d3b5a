using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Inference.Pipelines;

/// <summary>A request as the model reads it, and what makes its answer of the model's values.</summary>
/// <param name="Sequences">The sequences to run: one, or one for each part, window or choice.</param>
/// <param name="Answer">For each sequence the values of each output → the answer.</param>
internal sealed record EncodedRequest<TAnswer>(IReadOnlyList<TokenSequence> Sequences, Func<float[][][], TAnswer> Answer);
