namespace TextBrewer.Reports.Results;

/// <summary>A model in <c>result.json</c>.</summary>
/// <param name="Dev">Metrics on the dev data, under the names of several dev sets; null: there are none.</param>
/// <param name="Parameters">Its parameters, head and pooler included; null: it does not say.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="LatencyMs">Median milliseconds for one sentence: <see cref="Median"/>; of a teacher also <see cref="OnnxMedian"/>.</param>
public sealed record ModelResult(
    SingleOrNamed<IReadOnlyDictionary<string, double>>? Dev,
    long? Parameters,
    long Bytes,
    IReadOnlyDictionary<string, double>? LatencyMs)
{
    /// <summary>The key of the latency of a version as it was run.</summary>
    public const string Median = "p50";

    /// <summary>The key of a teacher's latency as ONNX in float32, which an exported student's may be compared with.</summary>
    public const string OnnxMedian = "onnx_p50";

    /// <summary>How far the metrics may be off, under the names of several dev sets; null: nobody has looked.</summary>
    public SingleOrNamed<Uncertainty>? Uncertainty { get; init; }

    /// <summary>
    /// The standard deviation of each metric between seeds, under the names of several dev sets; null: it is of one run.
    /// </summary>
    public SingleOrNamed<IReadOnlyDictionary<string, double>>? Spread { get; init; }

    /// <summary>Why this is no model to take, as half a sentence; null: nothing speaks against it.</summary>
    public string? BelowFloor { get; init; }
}
