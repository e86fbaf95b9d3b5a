using TextBrewer.Adaptors;
using static TorchSharp.torch;

namespace TextBrewer.Losses;

/// <summary>Compares an intermediate feature of the student with one of the teacher; the result is a scalar.</summary>
public interface IMatchLoss
{
    /// <summary>How many layers each side of a match names: 1, or 2 for losses over the relation of two layers.</summary>
    int Layers => 1;

    /// <summary>What it compares where nobody says it, as in <c>evenly:LOSS</c>.</summary>
    Feature Feature => Features.Hidden;

    /// <summary>Whether student and teacher may have features of different widths; if not, a projection brings them together.</summary>
    bool WidthsMayDiffer => false;

    /// <summary>What it is a mean over, or that it compares examples with each other: runs of several processes ask.</summary>
    MeanOver MeanOver => MeanOver.Examples;

    /// <summary>The loss of one match.</summary>
    /// <param name="student">The student's features, as many as <see cref="Layers"/>.</param>
    /// <param name="teacher">The teacher's features, likewise.</param>
    /// <param name="mask">(batch, length): 1 at real positions, 0 at padding; null where every position is real.</param>
    Tensor Compute(IReadOnlyList<Tensor> student, IReadOnlyList<Tensor> teacher, Tensor? mask);
}
