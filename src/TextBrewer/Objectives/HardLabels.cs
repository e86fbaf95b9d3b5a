using TextBrewer.Adaptors;
using TextBrewer.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Objectives;

/// <summary>The term of the losses against labels, which the student's adaptor gives.</summary>
internal static class HardLabels
{
    /// <summary>Their sum.</summary>
    /// <param name="student">The student's signals.</param>
    /// <param name="losses">The losses, one at least.</param>
    /// <param name="weight">The term's weight.</param>
    /// <param name="shared">The batch that they are of.</param>
    internal static LossTerm Term(Signals student, SignalList losses, double weight, SharedBatch shared)
    {
        Tensor sum = losses.Aggregate((a, b) => a + b);
        return new("unweighted_hard_label_loss", sum, weight)
        {
            Parts = shared.IsWhole ? null : [.. losses.Select((loss, place) => new LossPart(loss, Count(student, place, shared)))],
        };
    }

    /// <summary>What a loss is a mean over: the adaptor's word, else the labels that name a class, else the examples.</summary>
    private static Tensor Count(Signals student, int place, SharedBatch shared)
    {
        if (student.LossCounts is { Count: > 0 } counts) return counts[counts.Count == 1 ? 0 : place];
        if (student.Labels is { Count: > 0 } labels && !labels[0].is_floating_point())
            return labels[labels.Count == 1 ? 0 : Math.Min(place, labels.Count - 1)].ge(0).sum();
        return tensor((long)shared.Examples);
    }
}
