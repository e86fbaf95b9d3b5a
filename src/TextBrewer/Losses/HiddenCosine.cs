using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TextBrewer.Losses;

/// <summary><c>cos</c>: Σ m (1 − cos(S, T)) / Σ m over hidden states; a zero vector is normalised to 0.</summary>
public sealed class HiddenCosine : IMatchLoss
{
    /// <inheritdoc/>
    public Tensor Compute(IReadOnlyList<Tensor> student, IReadOnlyList<Tensor> teacher, Tensor? mask)
    {
        Tensor s = functional.normalize(student[0], dim: -1); // (batch, length, d)
        Tensor t = functional.normalize(teacher[0], dim: -1); // (batch, length, d)
        Tensor weights = Masking.Weights(s, mask, s.shape[1]); // (batch, length)
        Tensor distance = 1 - (s * t).sum(-1); // (batch, length)
        return Masking.Ratio((distance * weights).sum(), weights.sum());
    }
}
