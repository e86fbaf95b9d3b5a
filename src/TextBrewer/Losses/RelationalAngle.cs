using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TextBrewer.Losses;

/// <summary>
/// <c>rkd_angle</c> (Park et al. 2019): the cosines at j between i − j and k − j of all triples of a batch; smooth L1 (β = 1) between
/// student and teacher, mean over the triples of different i, j, k.
/// Vectors are the features (batch, width), or the first position of (batch, length, width); widths may differ and the mask plays no part.
/// Fewer than three examples give 0; the cosine at two equal vectors counts as 0 without gradient. Memory grows with batch² · width +
/// batch³.
/// </summary>
public sealed class RelationalAngle : IMatchLoss
{
    /// <inheritdoc/>
    public MeanOver MeanOver => MeanOver.Batch;

    /// <inheritdoc/>
    public Tensor Compute(IReadOnlyList<Tensor> student, IReadOnlyList<Tensor> teacher, Tensor? mask)
    {
        Tensor errors = functional.smooth_l1_loss(Cosines(student[0]), Cosines(teacher[0]), reduction: Reduction.None); // (j, i, k)
        long n = student[0].shape[0];
        // Where i or k is j both sides say 0; where i is k they say 1 of any two vectors that are not equal.
        Tensor distinct = 1 - eye(n, dtype: errors.dtype, device: errors.device); // (i, k)
        return (errors * distinct).sum() / Math.Max(1, n * (n - 1) * (n - 2));
    }

    private static Tensor Cosines(Tensor features)
    {
        Tensor vectors = Vectors.Of(features); // (batch, width)
        Tensor directions = Vectors.Directions(vectors.unsqueeze(0) - vectors.unsqueeze(1)); // (j, i, width)
        return directions.matmul(directions.transpose(1, 2)); // (j, i, k)
    }
}
