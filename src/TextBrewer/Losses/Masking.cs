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

    /// <summary>Both sides, which have to be of one shape: torch would repeat the smaller one without a word.</summary>
    internal static (Tensor Student, Tensor Teacher) Alike(Tensor student, Tensor teacher) => student.shape.SequenceEqual(teacher.shape)
        ? (student, teacher)
        : throw new ArgumentException(
            $"Features of shape ({string.Join(", ", student.shape)}) and ({string.Join(", ", teacher.shape)}) are compared one by one.");

    /// <summary>Weights of pairs of positions, m_i · m_j.</summary>
    internal static Tensor Pairs(Tensor weights) => weights.unsqueeze(-1) * weights.unsqueeze(-2); // (batch, length, length)

    /// <summary>sum / total, and 0 where the total is 0.</summary>
    internal static Tensor Ratio(Tensor sum, Tensor total) => sum / (total + total.eq(0).to(total.dtype));
}
