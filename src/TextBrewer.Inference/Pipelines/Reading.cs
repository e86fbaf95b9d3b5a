using TextBrewer.Inference.Sessions;

namespace TextBrewer.Inference.Pipelines;

/// <summary>A text as the model sees it, and what the model's values mean for it.</summary>
/// <param name="Sequences">Its sequences: one, or one for each part, window or choice.</param>
/// <param name="Meaning">For each sequence the values of each output → the answer.</param>
internal sealed record Reading<TResult>(IReadOnlyList<TokenSequence> Sequences, Func<float[][][], TResult> Meaning);
