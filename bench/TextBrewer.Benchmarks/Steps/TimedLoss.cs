using TextBrewer.Adaptors;
using TextBrewer.Losses;
using static TorchSharp.torch;

namespace TextBrewer.Benchmarks.Steps;

/// <summary>A match loss whose work is timed.</summary>
internal sealed class TimedLoss(IMatchLoss inner, StepParts parts) : IMatchLoss
{
    public int Layers => inner.Layers;

    public bool WidthsMayDiffer => inner.WidthsMayDiffer;

    public Feature Feature => inner.Feature;

    public Tensor Compute(IReadOnlyList<Tensor> student, IReadOnlyList<Tensor> teacher, Tensor? mask) =>
        parts.Time(StepParts.Losses, () => inner.Compute(student, teacher, mask));
}
