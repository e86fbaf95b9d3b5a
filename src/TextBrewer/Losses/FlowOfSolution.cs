using static TorchSharp.torch;

namespace TextBrewer.Losses;

/// <summary>
/// <c>fsp</c>, <c>gram</c> (Yim et al. 2017): G = Σ_l m_l a_l b_lᵀ / Σ_l m_l per example of two layers a and b; mean of (G_S − G_T)².
/// </summary>
public sealed class FlowOfSolution : IMatchLoss
{
    /// <inheritdoc/>
    public int Layers => 2;

    /// <inheritdoc/>
    public Tensor Compute(IReadOnlyList<Tensor> student, IReadOnlyList<Tensor> teacher, Tensor? mask) =>
        (Flow(student, mask) - Flow(teacher, mask)).square().mean();

    private static Tensor Flow(IReadOnlyList<Tensor> layers, Tensor? mask)
    {
        Tensor weights = Masking.Weights(layers[0], mask, layers[0].shape[1]).unsqueeze(-1); // (batch, length, 1)
        // Not matmul, which ends the process where the lengths differ; bmm throws.
        Tensor sum = (layers[0] * weights).transpose(1, 2).bmm(layers[1]); // (batch, width a, width b)
        return Masking.Ratio(sum, weights.sum(1, keepdim: true)); // (batch, width a, width b)
    }
}
