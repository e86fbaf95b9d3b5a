using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TextBrewer.Losses;

/// <summary><c>pkd</c> (Sun et al. 2019): batch mean of ‖S₀/‖S₀‖ − T₀/‖T₀‖‖² at the first position; the mask plays no part.</summary>
public sealed class PatientDistillation : IMatchLoss
{
    /// <inheritdoc/>
    public Tensor Compute(IReadOnlyList<Tensor> student, IReadOnlyList<Tensor> teacher, Tensor? mask) =>
        (Direction(student[0]) - Direction(teacher[0])).square().sum(-1).mean();

    private static Tensor Direction(Tensor features) =>
        functional.normalize(features.dim() == 3 ? features[.., 0] : features, dim: -1); // (batch, d)
}
