using TextBrewer.Inference.Sessions;

namespace TextBrewer.Inference.Pipelines;

/// <summary>What a loaded model is.</summary>
/// <param name="Name">The model's name in metrics and messages.</param>
/// <param name="Task">The model's task: <c>classification</c>, <c>multi_label</c>, <c>regression</c>, <c>tagging</c>, <c>qa</c>,
/// <c>multiple_choice</c>.</param>
/// <param name="Labels">The model's labels in order; none where the task has none.</param>
/// <param name="MaxLength">The longest sequence, in tokens.</param>
/// <param name="Precision">Which of the folder's models runs.</param>
public sealed record TextModelInfo(string Name, string Task, IReadOnlyList<string> Labels, int MaxLength, Precision Precision);
