using TextBrewer.Torch.Reading;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Models.Heads;

/// <summary>Losses as a mean over what has a label; where nothing has one they are 0, not 0/0.</summary>
internal static class SupervisedLoss
{
    // What cross entropy leaves out.
    private const int Left = -100;

    /// <param name="logits">(positions, labels)</param>
    /// <param name="labels">(positions) of indices; those below 0 are left out.</param>
    /// <param name="count">How many labels there are.</param>
    /// <param name="what">What an index is, where it is not a label of the data.</param>
    internal static Tensor CrossEntropy(Tensor logits, Tensor labels, long count, string what = "Label")
    {
        Tensor labelled = labels.ge(0); // (positions)
        Tensor sum = IndexCheck.Explain(
            indices => nn.functional.cross_entropy(
                logits,
                indices.masked_fill(labelled.logical_not(), Left),
                ignore_index: Left,
                reduction: nn.Reduction.Sum),
            labels,
            count,
            (label, cause) => new InvalidDataException(
                $"{what} {label} is outside the model's labels of {count}: the data has a label that the model does not know.",
                cause),
            lowest: long.MinValue);
        return sum / labelled.sum().clamp_min(1).to(logits.dtype);
    }

    /// <param name="logits">(batch, labels)</param>
    /// <param name="labels">(batch, labels) of 0 and 1; those below 0 are left out.</param>
    internal static Tensor BinaryCrossEntropy(Tensor logits, Tensor labels)
    {
        Tensor target = labels.to(logits.dtype); // (batch, labels)
        Tensor labelled = target.ge(0); // (batch, labels)
        Tensor each = nn.functional
            .binary_cross_entropy_with_logits(logits, target.clamp_min(0), reduction: nn.Reduction.None); // (batch, labels)
        return Mean(each, labelled);
    }

    /// <param name="values">(batch)</param>
    /// <param name="labels">(batch); those that are not a number are left out.</param>
    internal static Tensor SquaredError(Tensor values, Tensor labels)
    {
        Tensor target = labels.to(values.dtype); // (batch)
        Tensor labelled = target.isnan().logical_not(); // (batch)
        return Mean((values - target.nan_to_num()).square(), labelled);
    }

    private static Tensor Mean(Tensor each, Tensor labelled) =>
        (each * labelled.to(each.dtype)).sum() / labelled.sum().clamp_min(1).to(each.dtype);
}
