using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TextBrewer.Losses;

/// <summary>
/// <c>ce</c>: mean over positions of −Σ softmax(T/τ) · log_softmax(S/τ), without the factor τ² (TextBrewer's form of Hinton et al. 2015);
/// with <c>["ce", {"t_squared": true}]</c> times τ², as Hinton et al. have it beside other terms (section 2).
/// </summary>
/// <param name="tSquared">Whether each position's cross entropy is multiplied by the square of its temperature.</param>
public sealed class SoftCrossEntropy(bool tSquared = false) : IDistillationLoss
{
    /// <inheritdoc/>
    public bool HasTemperatureFactor => tSquared;

    /// <inheritdoc/>
    public Tensor Compute(Tensor student, Tensor teacher, Tensor temperature, Tensor? labels)
    {
        using Tensor τ = Temperatures.Along(temperature);
        using Tensor target = functional.softmax(teacher / τ, dim: -1); // (…, classes)
        using Tensor log = functional.log_softmax(student / τ, dim: -1); // (…, classes)
        Tensor entropy = -(target * log).sum(-1); // (…)
        return Mean.Of(tSquared ? entropy * temperature.square() : entropy);
    }
}
