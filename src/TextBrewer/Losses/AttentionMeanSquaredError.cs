using TextBrewer.Adaptors;
using static TorchSharp.torch;

namespace TextBrewer.Losses;

/// <summary>
/// <c>attention_mse</c>: Σ m_i m_j (S − T)² / (h Σ_batch (Σ m)²) over attention maps; <c>attention_mse_sum</c>: heads summed first, no h.
/// Without a mask entries at or below −1e-3 count as 0 on either side, for scores that carry −10000 at padding.
/// </summary>
/// <param name="sumHeads">Whether heads are summed before the comparison; maps of rank 3 are taken as already summed.</param>
public sealed class AttentionMeanSquaredError(bool sumHeads) : IMatchLoss
{
    /// <inheritdoc/>
    public Feature Feature => Features.AttentionScores;

    /// <inheritdoc/>
    public MeanOver MeanOver => MeanOver.Pairs;

    /// <inheritdoc/>
    public Tensor Compute(IReadOnlyList<Tensor> student, IReadOnlyList<Tensor> teacher, Tensor? mask)
    {
        (Tensor s, Tensor t) = Masking.Alike(Maps(student[0], mask), Maps(teacher[0], mask)); // (batch, heads or 1, length, length)
        Tensor pairs = Masking.Pairs(Masking.Weights(s, mask, s.shape[^1])).unsqueeze(1); // (batch, 1, length, length)
        return Masking.Ratio(((s - t).square() * pairs).sum(), pairs.sum() * s.shape[1]);
    }

    private Tensor Maps(Tensor attention, Tensor? mask)
    {
        Tensor maps = attention.dim() == 3 ? attention.unsqueeze(1)
            : sumHeads ? attention.sum(1, keepdim: true)
            : attention; // (batch, heads or 1, length, length)
        return mask is null ? maps.masked_fill(maps.le(-1e-3), 0) : maps;
    }
}
