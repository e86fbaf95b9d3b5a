using static TorchSharp.torch;

namespace TextBrewer.Losses;

/// <summary>Compares the logits of student and teacher. Both sides are already masked; the result is a scalar.</summary>
public interface IDistillationLoss
{
    /// <summary>
    /// Whether it compares classes of which one holds, so that only the differences between logits of a position matter; else each logit
    /// stands for itself.
    /// </summary>
    bool ComparesClasses => true;

    /// <summary>
    /// Whether it has the factor τ² that keeps its gradients as large as they are at temperature 1 (Hinton et al. 2015, section 2).
    /// </summary>
    bool HasTemperatureFactor => true;

    /// <summary>What it is a mean over, or that it compares examples with each other: runs of several processes ask.</summary>
    MeanOver MeanOver => MeanOver.Positions;

    /// <summary>The loss of one pair of logits.</summary>
    /// <param name="student">The student's logits, (…, classes).</param>
    /// <param name="teacher">The teacher's logits, of the same shape.</param>
    /// <param name="temperature">A scalar, or one value per position: the logits' shape without its last dimension.</param>
    /// <param name="labels">The class of each position, below 0 where it has none; null where the student's adaptor gives no
    /// labels.</param>
    Tensor Compute(Tensor student, Tensor teacher, Tensor temperature, Tensor? labels);
}
