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

    /// <summary>
    /// The total, the value of each term and, where there is one, the lowest temperature behind each other, without gradients. It belongs
    /// to the caller, whatever scope is open.
    /// </summary>
    /// <param name="total">The total.</param>
    internal torch.Tensor Values(torch.Tensor total) // (1 + terms + 0 or 1)
    {
        using var noGrad = torch.no_grad();
        IEnumerable<torch.Tensor> all = Terms.Select(term => term.Value).Prepend(total);
        if (LowestTemperature is { } lowest) all = all.Append(lowest.to(total.dtype));
        return torch.stack([.. all.Select(value => value.dim() == 0 ? value : value.reshape([]))]).DetachFromDisposeScope();
    }
}
