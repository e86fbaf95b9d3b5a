using TextBrewer.Objectives;

namespace TextBrewer.Distilling;

/// <summary>The parts of a distillation of several teachers that are given as code.</summary>
public sealed record MultiTeacherParts : DistillationParts
{
    /// <summary>A weight for each teacher's logits, above 0; null: their plain mean.</summary>
    public IReadOnlyList<double>? Weights { get; init; }
}
