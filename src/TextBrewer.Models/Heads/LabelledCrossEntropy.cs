using TextBrewer.Models.Bert;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Models.Heads;

/// <summary>Cross entropy as a mean over what has a label; where nothing has one it is 0, not 0/0.</summary>
internal static class LabelledCrossEntropy
{
    /// <param name="logits">(positions, labels)</param>
    /// <param name="labels">(positions) of indices; those below 0 are left out.</param>
    /// <param name="count">How many labels there are.</param>
    internal static Tensor Compute(Tensor logits, Tensor labels, int count)
    {
        IndexCheck.Below(labels.clamp_min(0), count, "Label", "the model's labels", "the data has a label that the model does not know");
        Tensor labelled = labels.ge(0); // (positions)
        Tensor sum = nn.functional.cross_entropy(logits, labels.masked_fill(labelled.logical_not(), -100), ignore_index: -100, reduction: nn.Reduction.Sum);
        return sum / labelled.sum().clamp_min(1).to(logits.dtype);
    }
}
