using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TextBrewer.Losses;

/// <summary>
/// <c>bce</c>, for several labels at once: τ² · mean over all elements of the binary cross entropy of sigmoid(T/τ) against S/τ.
/// </summary>
public sealed class BinaryCrossEntropy : IDistillationLoss
{
    /// <inheritdoc/>
    public bool ComparesClasses => false;

    /// <inheritdoc/>
    public Tensor Compute(Tensor student, Tensor teacher, Tensor temperature, Tensor? labels)
    {
        Tensor τ = Temperatures.Along(temperature);
        Tensor target = (teacher / τ).sigmoid(); // (…, classes)
        Tensor entropy = functional.binary_cross_entropy_with_logits(student / τ, target, reduction: Reduction.None); // (…, classes)
        return Mean.Of(entropy * τ.square());
    }
}
