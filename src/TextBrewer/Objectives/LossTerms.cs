using TextBrewer.Adaptors;
using TextBrewer.Matching;
using TorchSharp;

namespace TextBrewer.Objectives;

/// <summary>What an objective says about a batch.</summary>
/// <param name="Terms">The named weighted terms.</param>
internal sealed record LossTerms(IReadOnlyList<LossTerm> Terms)
{
    /// <summary>What is remembered once the step is taken.</summary>
    internal IReadOnlyList<LayerWeights> Updates { get; init; } = [];

    /// <summary>The lowest temperature of a position, a scalar; null: there is one for all.</summary>
    internal torch.Tensor? LowestTemperature { get; init; }

    /// <summary>The weighted sum of the terms, a scalar.</summary>
    internal torch.Tensor Total() => Terms.Select(term => term.Value * term.Weight).Aggregate((a, b) => a + b);
}
