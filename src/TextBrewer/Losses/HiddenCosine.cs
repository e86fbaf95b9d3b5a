using static TorchSharp.torch;

namespace TextBrewer.Losses;

/// <summary><c>cos</c>: Σ m (1 − cos(S, T)) / Σ m over hidden states; a zero vector is normalised to 0 and gets no gradient.</summary>
public sealed class HiddenCosine : IMatchLoss
{
    /// <inheritdoc/>
    public MeanOver MeanOver => MeanOver.Positions;

    /// <inheritdoc/>
    public Tensor Compute(IReadOnlyList<Tensor> student, IReadOnlyList<Tensor> teacher, Tensor? mask)
    {
        (Tensor s, Tensor t) = Masking.Alike(Vectors.Directions(student[0]), Vectors.Directions(teacher[0])); // (batch, length, d)
        Tensor weights = Masking.Weights(s, mask, s.shape[1]); // (batch, length)
        Tensor distance = 1 - (s * t).sum(-1); // (batch, length)
        return Masking.Ratio((distance * weights).sum(), weights.sum());
    }
}
