namespace TextBrewer.Inference.Telemetry;

/// <summary>
/// The names under which models report: <c>AddMeter(InferenceTelemetry.MeterName)</c>,
/// <c>AddSource(InferenceTelemetry.ActivitySourceName)</c>. Every measurement has the tags <c>textbrewer.model</c> and
/// <c>textbrewer.task</c>, that of a failed request OpenTelemetry's <c>error.type</c> too.
/// </summary>
public static class InferenceTelemetry
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "TextBrewer.Inference";

    /// <summary>The activity source's name.</summary>
    public const string ActivitySourceName = "TextBrewer.Inference";

    /// <summary>Histogram of seconds: a request from its call to its answer, waiting included.</summary>
    public const string RequestDuration = "textbrewer.inference.request.duration";

    /// <summary>Up-down counter: the sequences that wait in the queue.</summary>
    public const string QueueLength = "textbrewer.inference.queue.length";

    /// <summary>Histogram: the sequences of one run of the model.</summary>
    public const string BatchSize = "textbrewer.inference.batch.size";

    /// <summary>Counter: the tokens that were run, padding left out.</summary>
    public const string Tokens = "textbrewer.inference.tokens";

    /// <summary>Counter: the requests that a full queue refused.</summary>
    public const string Rejected = "textbrewer.inference.rejected";

    /// <summary>Counter: the requests that failed for another reason than a full queue or a caller that went away.</summary>
    public const string Failures = "textbrewer.inference.failures";
}
