using static TorchSharp.torch;

namespace TextBrewer.Losses;

/// <summary>A match loss over one layer a side that is a function of student, teacher and mask.</summary>
/// <param name="compute">The function: features of both sides and the mask (batch, length) or null → a scalar.</param>
public sealed class DelegateLoss(Func<Tensor, Tensor, Tensor?, Tensor> compute) : IMatchLoss
{
    /// <inheritdoc/>
    public Tensor Compute(IReadOnlyList<Tensor> student, IReadOnlyList<Tensor> teacher, Tensor? mask) =>
        compute(student[0], teacher[0], mask);
}
