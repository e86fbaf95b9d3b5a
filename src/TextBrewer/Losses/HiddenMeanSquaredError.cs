using static TorchSharp.torch;

namespace TextBrewer.Losses;

/// <summary><c>hidden_mse</c>: Σ m (S − T)² / (d Σ m) over hidden states (batch, length, d).</summary>
public sealed class HiddenMeanSquaredError : IMatchLoss
{
    /// <inheritdoc/>
    public MeanOver MeanOver => MeanOver.Positions;

    /// <inheritdoc/>
    public Tensor Compute(IReadOnlyList<Tensor> student, IReadOnlyList<Tensor> teacher, Tensor? mask)
    {
        (Tensor s, Tensor t) = Masking.Alike(student[0], teacher[0]); // (batch, length, d)
        Tensor weights = Masking.Weights(s, mask, s.shape[1]); // (batch, length)
        Tensor squares = (s - t).square().mean([-1]); // (batch, length)
        return Masking.Ratio((squares * weights).sum(), weights.sum());
    }
}
