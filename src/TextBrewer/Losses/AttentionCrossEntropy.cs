using TextBrewer.Adaptors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TextBrewer.Losses;

/// <summary>
/// <c>attention_ce</c>: −Σ m_i m_j softmax(T) log_softmax(S) / (h Σ m) over attention scores; <c>attention_ce_mean</c>: heads averaged
/// first, no h.
/// The softmax runs over all keys and padded ones are dropped afterwards (TextBrewer's), so padding is without influence only
/// where padded keys carry scores of −10000. Without a mask softmax(T) is 0 where T is at or below −1e-3.
/// </summary>
/// <param name="meanHeads">Whether heads are averaged before the comparison; maps of rank 3 are taken as already averaged.</param>
public sealed class AttentionCrossEntropy(bool meanHeads) : IMatchLoss
{
    /// <inheritdoc/>
    public Feature Feature => Features.AttentionScores;

    /// <inheritdoc/>
    public MeanOver MeanOver => MeanOver.Positions;

    /// <inheritdoc/>
    public Tensor Compute(IReadOnlyList<Tensor> student, IReadOnlyList<Tensor> teacher, Tensor? mask)
    {
        (Tensor s, Tensor t) = Masking.Alike(Maps(student[0]), Maps(teacher[0])); // (batch, heads or 1, length, length)
        Tensor target = functional.softmax(t, dim: -1); // (batch, heads or 1, length, length)
        if (mask is null) target = target.masked_fill(t.le(-1e-3), 0);
        Tensor weights = Masking.Weights(s, mask, s.shape[^1]); // (batch, length)
        Tensor pairs = Masking.Pairs(weights).unsqueeze(1); // (batch, 1, length, length)
        Tensor sum = -(target * functional.log_softmax(s, dim: -1) * pairs).sum();
        return Masking.Ratio(sum, weights.sum() * s.shape[1]);
    }

    private Tensor Maps(Tensor attention) =>
        attention.dim() == 3 ? attention.unsqueeze(1)
        : meanHeads ? attention.mean([1], keepdim: true)
        : attention; // (batch, heads or 1, length, length)
}
