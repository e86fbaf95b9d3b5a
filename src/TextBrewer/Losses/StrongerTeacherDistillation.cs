using TextBrewer.Naming;
using static System.FormattableString;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TextBrewer.Losses;

/// <summary>
/// <c>dist</c> (Huang et al. 2022, "Knowledge Distillation from A Stronger Teacher"): β · inter + γ · intra over the probabilities
/// P = softmax(T/τ) and Q = softmax(S/τ) of n positions and C classes, with Pearson's distance d = 1 − ρ (Eq. 6 and 7): inter (Eq. 8) is
/// τ²/n Σᵢ d(Qᵢ, Pᵢ) over the classes of each position, intra (Eq. 9) τ²/C Σⱼ d(Q·ⱼ, P·ⱼ) over the positions of each class; the weights
/// are those of Eq. 10, the factor τ² stands in the authors' code. What keeps a relation, a shift or a scale of the probabilities, costs
/// nothing.
/// </summary>
/// <remarks>
/// Where all values of the teacher are equal there is no relation, and nothing to pay; where only the student's are, the distance is 1,
/// without gradient. Of two classes, or two positions, ρ is 1 or −1, and gives no gradient: there the other part teaches alone. With a
/// temperature per position τ² stands inside the mean of inter, and is its mean in intra.
/// </remarks>
public sealed class StrongerTeacherDistillation : IDistillationLoss
{
    private readonly double _beta;
    private readonly double _gamma;

    /// <summary>The loss with its two weights.</summary>
    /// <param name="beta">Weight of the relations between the classes of a position.</param>
    /// <param name="gamma">Weight of the relations between the positions of the batch, within a class.</param>
    /// <exception cref="ConfigurationException">A weight is below 0 or infinite, or both are 0.</exception>
    public StrongerTeacherDistillation(double beta = 1, double gamma = 1)
    {
        foreach ((string key, double weight) in new[] { ("beta", beta), ("gamma", gamma) })
            if (!double.IsFinite(weight) || weight < 0) throw new ConfigurationException(
                Invariant($"The {key} of 'dist' is {weight:R}; it must be 0 or more."));
        if (beta == 0 && gamma == 0) throw new ConfigurationException("The beta and gamma of 'dist' are both 0: nothing is left of it.");
        (_beta, _gamma) = (beta, gamma);
    }

    /// <inheritdoc/>
    public MeanOver MeanOver => MeanOver.Batch;

    /// <inheritdoc/>
    public Tensor Compute(Tensor student, Tensor teacher, Tensor temperature, Tensor? labels)
    {
        Tensor τ = Temperatures.Along(temperature);
        long classes = student.shape[^1];
        Tensor p = functional.softmax(teacher / τ, dim: -1).reshape(-1, classes); // (positions, classes)
        Tensor q = functional.softmax(student / τ, dim: -1).reshape(-1, classes); // (positions, classes)
        Tensor squares = temperature.square().reshape(-1); // (positions) or (1)
        Tensor inter = Mean.Of(Pearson.Distance(q, p) * squares);
        Tensor intra = Mean.Of(Pearson.Distance(q.transpose(0, 1), p.transpose(0, 1))) * Mean.Of(squares);
        return _beta * inter + _gamma * intra;
    }
}
