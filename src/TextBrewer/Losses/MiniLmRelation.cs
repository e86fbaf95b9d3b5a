using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Naming;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TextBrewer.Losses;

/// <summary>
/// <c>minilm_relation</c> (Wang et al. 2020, 2021): features X (batch, length, d) are split into heads, R = X Xᵀ/√(d/h), padded keys are
/// left out of the softmax;
/// KL(teacher‖student), one mean over heads and all unpadded queries of the batch. For queries, keys or values; widths may differ.
/// </summary>
public sealed class MiniLmRelation : IMatchLoss
{
    private readonly int _heads;

    /// <summary>The loss over <paramref name="heads"/> relation heads, which need not be the models' attention heads.</summary>
    /// <exception cref="ConfigurationException">There is not even one head.</exception>
    public MiniLmRelation(int heads = 12)
    {
        if (heads < 1) throw new ConfigurationException($"The heads of 'minilm_relation' are {heads}; there must be at least 1.");
        _heads = heads;
    }

    /// <inheritdoc/>
    public Feature Feature => Features.Value;

    /// <inheritdoc/>
    public bool WidthsMayDiffer => true;

    /// <inheritdoc/>
    public MeanOver MeanOver => MeanOver.Positions;

    /// <inheritdoc/>
    /// <exception cref="ConfigurationException">The heads do not divide a width.</exception>
    public Tensor Compute(IReadOnlyList<Tensor> student, IReadOnlyList<Tensor> teacher, Tensor? mask)
    {
        Tensor weights = Masking.Weights(student[0], mask, student[0].shape[1]).unsqueeze(1); // (batch, 1, length)
        Tensor padded = weights.eq(0).unsqueeze(2); // (batch, 1, 1, length)
        Tensor relationT = Relation(teacher[0], padded, "teacher"), relationS = Relation(student[0], padded, "student");
        Tensor divergence = Divergence.KullbackLeibler(relationT, relationS); // (batch, heads, length)
        return Masking.Ratio((divergence * weights).sum(), weights.sum() * _heads);
    }

    private Tensor Relation(Tensor features, Tensor padded, string side)
    {
        (long batch, long length, long width) = (features.shape[0], features.shape[1], features.shape[2]);
        if (width % _heads != 0)
            throw new ConfigurationException($"'minilm_relation' cannot split the {side}'s width {width} into {_heads} heads: choose heads "
                + "that divide both widths, as in [\"minilm_relation\", 8].");
        Tensor heads = features.reshape(batch, length, _heads, width / _heads).transpose(1, 2); // (batch, heads, length, width / heads)
        Tensor scores = heads.matmul(heads.transpose(2, 3)) / Math.Sqrt(width / _heads); // (batch, heads, length, length)
        // The lowest finite number rather than −∞: its probability is 0 all the same, and rows without any key stay free of NaN.
        return functional.log_softmax(scores.masked_fill(padded, finfo(scores.dtype).min), dim: -1); // (batch, heads, length, length)
    }
}
