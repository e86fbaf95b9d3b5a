using TextBrewer.Configuration;
using TextBrewer.Naming;
using static System.FormattableString;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TextBrewer.Losses;

/// <summary>
/// <c>jsd</c> (Agarwal et al. 2024): τ² · mean over positions of β KL(p‖m) + (1−β) KL(q‖m), p = softmax(T/τ), q = softmax(S/τ), m = β p +
/// (1−β) q.
/// </summary>
public sealed class JensenShannon : IDistillationLoss
{
    private readonly double _beta;

    /// <summary>The divergence whose mixture has the share <paramref name="beta"/> of the teacher.</summary>
    /// <exception cref="ConfigurationException">β is not between 0 and 1.</exception>
    public JensenShannon(double beta = 0.5)
    {
        if (!(beta > 0 && beta < 1))
            throw new ConfigurationException(Invariant(
                $"The beta of 'jsd' is {beta:R}; it must be above 0 and below 1, or the loss is 0 whatever the student says."));
        _beta = beta;
    }

    /// <inheritdoc/>
    public Tensor Compute(Tensor student, Tensor teacher, Tensor temperature, Tensor? labels)
    {
        Tensor τ = Temperatures.Along(temperature);
        Tensor p = functional.log_softmax(teacher / τ, dim: -1); // (…, classes)
        Tensor q = functional.log_softmax(student / τ, dim: -1); // (…, classes)
        Tensor m = logaddexp(p + Math.Log(_beta), q + Math.Log(1 - _beta)); // (…, classes)
        Tensor divergence = _beta * Divergence.KullbackLeibler(p, m) + (1 - _beta) * Divergence.KullbackLeibler(q, m); // (…)
        return Mean.Of(divergence * temperature.square());
    }
}
