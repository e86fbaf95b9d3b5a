namespace TextBrewer.Reports.Results;

/// <summary>A model in <c>result.json</c>.</summary>
/// <param name="Dev">Metrics on the dev data, under the names of several dev sets; null: there are none.</param>
/// <param name="Parameters">Its parameters, head and pooler included; null: it does not say.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="LatencyMs">Median milliseconds for one sentence (<c>p50</c>).</param>
public sealed record ModelResult(
    SingleOrNamed<IReadOnlyDictionary<string, double>>? Dev,
    long? Parameters,
    long Bytes,
    IReadOnlyDictionary<string, double>? LatencyMs)
{
    /// <summary>How far the metrics may be off, under the names of several dev sets; null: nobody has looked.</summary>
    public SingleOrNamed<Uncertainty>? Uncertainty { get; init; }
}
