using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TextBrewer.Losses;

/// <summary>
/// <c>kl</c> (Hinton et al. 2015): τ² · mean over positions of KL(p‖q) = Σ p (log p − log q), p = softmax(T/τ), q = softmax(S/τ);
/// <c>reverse_kl</c> (Gu et al. 2024): of KL(q‖p), by which the student rather leaves out some of the teacher's classes than invents its
/// own.
/// </summary>
/// <param name="reverse">Whether the divergence is taken from the student to the teacher.</param>
public sealed class KullbackLeibler(bool reverse) : IDistillationLoss
{
    /// <inheritdoc/>
    public Tensor Compute(Tensor student, Tensor teacher, Tensor temperature, Tensor? labels)
    {
        Tensor τ = Temperatures.Along(temperature);
        Tensor p = functional.log_softmax(teacher / τ, dim: -1); // (…, classes)
        Tensor q = functional.log_softmax(student / τ, dim: -1); // (…, classes)
        Tensor divergence = reverse ? Divergence.KullbackLeibler(q, p) : Divergence.KullbackLeibler(p, q); // (…)
        return Mean.Of(divergence * temperature.square());
    }
}
