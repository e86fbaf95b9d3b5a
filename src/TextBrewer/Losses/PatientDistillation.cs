using static TorchSharp.torch;

namespace TextBrewer.Losses;

/// <summary>
/// <c>pkd</c> (Sun et al. 2019): batch mean of ‖S₀/‖S₀‖ − T₀/‖T₀‖‖² at the first position; a zero vector is normalised to 0 and gets no
/// gradient, the mask plays no part.
/// </summary>
public sealed class PatientDistillation : IMatchLoss
{
    /// <inheritdoc/>
    public Tensor Compute(IReadOnlyList<Tensor> student, IReadOnlyList<Tensor> teacher, Tensor? mask) =>
        (Direction(student[0]) - Direction(teacher[0])).square().sum(-1).mean();

    private static Tensor Direction(Tensor features) => Vectors.Directions(Vectors.Of(features)); // (batch, d)
}
