using TextBrewer.Inference.Inputs;
using TextBrewer.Text.Answers;

namespace Service;

/// <summary>The answers in the order of the texts.</summary>
/// <param name="Results">One for each text.</param>
internal sealed record ClassifyResponse(IReadOnlyList<Classification> Results);
