using TextBrewer.Losses;
using static TorchSharp.torch;

namespace TextBrewer.Benchmarks.Steps;

/// <summary>A loss between logits whose work is timed.</summary>
internal sealed class TimedKdLoss(IDistillationLoss inner, StepParts parts) : IDistillationLoss
{
    public Tensor Compute(Tensor student, Tensor teacher, Tensor temperature, Tensor? labels) =>
        parts.Time(StepParts.Losses, () => inner.Compute(student, teacher, temperature, labels));
}
