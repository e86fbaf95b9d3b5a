using TextBrewer.Adaptors;
using TextBrewer.Losses;
using TextBrewer.Matching;
using TextBrewer.Torch.Reading;
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

    /// <summary>
    /// The terms' values over a batch that several processes share, by the terms' order; null: each value is of the whole.
    /// </summary>
    private IReadOnlyList<double>? Whole { get; init; }

    /// <summary>
    /// These terms as this process's share of those over the whole batch: what the shares of all processes sum up to, gradients too.
    /// </summary>
    /// <param name="shared">The batch.</param>
    internal LossTerms Of(SharedBatch shared)
    {
        if (shared.IsWhole) return this;
        IReadOnlyList<(double Mean, double Share)> means = shared.Means([.. Terms.SelectMany(term => term.Parts ?? [])]);
        List<LossTerm> terms = [];
        List<double> whole = [];
        int next = 0;
        foreach (LossTerm term in Terms)
        {
            if (term.Parts is not { } parts)
            {
                terms.Add(term);
                whole.Add(ReadBack.Number(term.Value));
                continue;
            }
            (double Mean, double Share)[] own = [.. parts.Select((_, i) => means[next + i])];
            next += parts.Count;
            terms.Add(term with { Value = parts.Zip(own, (part, mean) => part.Value * mean.Share).Aggregate((a, b) => a + b) });
            whole.Add(own.Sum(mean => mean.Mean));
        }
        return this with { Terms = terms, Whole = whole };
    }

    /// <summary>The weighted sum of the terms, a scalar.</summary>
    internal torch.Tensor Total() => Terms.Select(term => term.Value * term.Weight).Aggregate((a, b) => a + b);

    /// <summary>
    /// What the terms come to over the whole batch: the total, each term and, where there is one, the lowest temperature.
    /// </summary>
    /// <param name="values">This process's <see cref="Values"/>.</param>
    internal double[] Read(torch.Tensor values)
    {
        if (Whole is null) return ReadBack.Numbers(values);
        double[] whole = [Whole.Zip(Terms, (value, term) => value * term.Weight).Sum(), .. Whole];
        return LowestTemperature is null ? whole : [.. whole, ReadBack.Number(LowestTemperature)];
    }

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
