using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TextBrewer.Losses;

/// <summary>
/// <c>ce</c>: mean over positions of −Σ softmax(T/τ) · log_softmax(S/τ), without the factor τ² (TextBrewer's form of Hinton et al. 2015).
/// </summary>
public sealed class SoftCrossEntropy : IDistillationLoss
{
    /// <inheritdoc/>
    public Tensor Compute(Tensor student, Tensor teacher, Tensor temperature, Tensor? labels)
    {
        using Tensor τ = Temperatures.Along(temperature);
        using Tensor target = functional.softmax(teacher / τ, dim: -1); // (…, classes)
        using Tensor log = functional.log_softmax(student / τ, dim: -1); // (…, classes)
        return Mean.Of(-(target * log).sum(-1));
    }
}
