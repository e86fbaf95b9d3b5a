using TextBrewer.Configuration;
using TorchSharp;

namespace TextBrewer.Adaptors;

/// <summary>A named part of the total loss.</summary>
/// <param name="Name">The name of its scalar.</param>
/// <param name="Value">The unweighted value, a scalar.</param>
/// <param name="Weight">Its weight at this point of the run.</param>
internal sealed record LossTerm(string Name, torch.Tensor Value, double Weight)
{
    /// <summary>
    /// Where several processes share the batch: the means over this process's part that the value is the sum of; null: the value is of the
    /// whole batch.
    /// </summary>
    internal IReadOnlyList<LossPart>? Parts { get; init; }
}
