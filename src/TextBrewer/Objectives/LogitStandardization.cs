using TextBrewer.Configuration;
using TextBrewer.Losses;
using TextBrewer.Naming;
using static TorchSharp.torch;

namespace TextBrewer.Objectives;

/// <summary>
/// Z-scores of logits over the classes of each position (Sun et al. 2024, "Logit Standardization in Knowledge Distillation", Algorithm 1):
/// (x − x̄) / σ(x), σ² = 1/K Σ (x_k − x̄)². A student then learns the relations of the teacher's logits, whatever their size (Eq. 9 to 12);
/// the temperature, by which Algorithm 1 divides too, comes afterwards.
/// </summary>
internal static class LogitStandardization
{
    // Adaptors give −10000 where a class cannot be, as for an answer outside the passage; a mean of teachers or bfloat16 rounds it.
    private const double RuledOut = -5000;

    // The z-scores of two classes are −1 and 1.
    private const long FewestClasses = 3;

    /// <summary>
    /// The z-scores of logits (…, classes). Classes that are ruled out stay as they are and have no part in mean and deviation; logits
    /// that are all equal give 0, without gradient.
    /// </summary>
    /// <exception cref="ConfigurationException">There are too few classes for z-scores to say anything.</exception>
    internal static Tensor Apply(Tensor logits)
    {
        if (logits.shape[^1] < FewestClasses)
            throw new ConfigurationException($"$.logit_standardization is true, and a position has {logits.shape[^1]} logit(s): z-scores "
                + "of fewer than three are the same whatever a model says (two are always −1 and 1), so that nothing would be taught. Set "
                + "it to false.");
        Tensor real = logits.gt(RuledOut); // (…, classes)
        Tensor count = real.sum(-1, keepdim: true).to(logits.dtype); // (…, 1)
        Tensor directions = Vectors.CentredDirections(logits, real).Directions; // (…, classes)
        return where(real, directions * count.sqrt(), logits); // (…, classes)
    }
}
