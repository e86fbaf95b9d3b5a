using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TextBrewer.Losses;

/// <summary>
/// <c>rkd_distance</c> (Park et al. 2019): the distances of all pairs of a batch, divided by their mean; smooth L1 (β = 1) between student
/// and teacher, mean over the pairs.
/// Vectors are the features (batch, width), or the first position of (batch, length, width); widths may differ and the mask plays no part.
/// A single example gives 0; equal vectors, their mean distance 0 included, count as distance 0 without gradient.
/// </summary>
public sealed class RelationalDistance : IMatchLoss
{
    /// <inheritdoc/>
    public MeanOver MeanOver => MeanOver.Batch;

    /// <inheritdoc/>
    public Tensor Compute(IReadOnlyList<Tensor> student, IReadOnlyList<Tensor> teacher, Tensor? mask) =>
        Mean.Of(functional.smooth_l1_loss(Distances(student[0]), Distances(teacher[0]), reduction: Reduction.None));

    private static Tensor Distances(Tensor features)
    {
        Tensor vectors = Vectors.Of(features); // (batch, width)
        Tensor pairs = triu_indices(vectors.shape[0], vectors.shape[0], offset: 1, device: vectors.device); // (2, pairs)
        Tensor distances = (vectors[pairs[0]] - vectors[pairs[1]]).norm(-1); // (pairs)
        return Masking.Ratio(distances, Mean.Of(distances));
    }
}
