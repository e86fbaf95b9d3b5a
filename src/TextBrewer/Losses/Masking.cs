using static TorchSharp.torch;

namespace TextBrewer.Losses;

/// <summary>Masks as weights of a mean: an all-zero mask gives 0, never NaN.</summary>
internal static class Masking
{
    /// <summary>The mask in the features' type, or ones where there is none.</summary>
    internal static Tensor Weights(Tensor features, Tensor? mask, long length) =>
        mask is null
            ? ones(features.shape[0], length, dtype: features.dtype, device: features.device) // (batch, length)
            : mask.to(features.dtype); // (batch, length)

    /// <summary>Weights of pairs of positions, m_i · m_j.</summary>
    internal static Tensor Pairs(Tensor weights) => weights.unsqueeze(-1) * weights.unsqueeze(-2); // (batch, length, length)

    /// <summary>sum / total, and 0 where the total is 0.</summary>
    internal static Tensor Ratio(Tensor sum, Tensor total) => sum / (total + total.eq(0).to(total.dtype));
}
