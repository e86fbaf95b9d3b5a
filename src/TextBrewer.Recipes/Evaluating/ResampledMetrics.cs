using TextBrewer.Reports.Results;
using TextBrewer.Text.Metrics;

namespace TextBrewer.Recipes.Evaluating;

/// <summary>Metrics on resamples of a set of examples.</summary>
/// <param name="Examples">How many examples there are.</param>
/// <param name="Values">By metric, a value for each resample.</param>
internal sealed record ResampledMetrics(int Examples, IReadOnlyDictionary<string, double[]> Values)
{
    internal static ResampledMetrics Of(CountedExamples examples, CancellationToken cancellationToken) =>
        new(examples.Count, Bootstrap.Metrics(examples, cancellationToken));

    /// <summary>How far the metrics may be off.</summary>
    internal Uncertainty Uncertainty => new(Examples, Values.Select(m => (m.Key, Interval: Bootstrap.Interval(m.Value)))
        .Where(m => m.Interval is not null).ToDictionary(m => m.Key, m => m.Interval!));

    /// <summary>These metrics less others, resample by resample; null: they are of other examples.</summary>
    internal ResampledMetrics? Less(ResampledMetrics other) => other.Examples != Examples ? null : this with
    {
        Values = Values.Where(m => other.Values.ContainsKey(m.Key))
            .ToDictionary(m => m.Key, m => m.Value.Zip(other.Values[m.Key], (one, less) => one - less).ToArray()),
    };
}
