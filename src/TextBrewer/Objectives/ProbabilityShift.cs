using TextBrewer.Configuration;
using TextBrewer.Losses;
using TextBrewer.Naming;
using static TorchSharp.torch;

namespace TextBrewer.Objectives;

/// <summary>
/// Puts a teacher right that is wrong: the logit of the labelled class and the largest one change places (Wen et al. 2019).
/// </summary>
internal static class ProbabilityShift
{
    /// <summary>
    /// A copy of logits (…, classes) in which the labelled class has the largest logit, by exchange with the first maximum.
    /// </summary>
    /// <param name="logits">The teacher's logits; they stay as they are, for a cache may give them again.</param>
    /// <param name="labels">The logits' shape without its last dimension; below 0: the position is left alone.</param>
    /// <exception cref="ConfigurationException">The labels do not fit the logits.</exception>
    internal static Tensor Apply(Tensor logits, Tensor labels) =>
        ClassLabels.Use(labels, logits, indices => Exchange(logits, indices.unsqueeze(-1)));

    private static Tensor Exchange(Tensor logits, Tensor given)
    {
        Tensor best = logits.argmax(-1, keepdim: true); // (…, 1), the first of equals
        Tensor label = where(given.ge(0), given, best); // (…, 1); the maximum changes places with itself
        (Tensor high, Tensor low) = (logits.gather(-1, best), logits.gather(-1, label)); // (…, 1)
        return logits.scatter(-1, label, high).scatter(-1, best, low); // (…, classes)
    }
}
