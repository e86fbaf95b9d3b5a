using System.Diagnostics;
using System.Diagnostics.Metrics;
using TextBrewer.Inference.Queueing;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Inference.Telemetry;

/// <summary>The metrics and activities of one model.</summary>
internal sealed class ModelTelemetry : IQueueObserver
{
    private static readonly Meter Own = new(InferenceTelemetry.MeterName);
    private static readonly ActivitySource Source = new(InferenceTelemetry.ActivitySourceName);
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
    };
    private static readonly InstrumentAdvice<int> Sizes = new() { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256] };

    private readonly string _task;
    private readonly TimeProvider _clock;
    private readonly Histogram<double> _duration;
    private readonly Histogram<int> _batch;
    private readonly UpDownCounter<int> _queue;
    private readonly Counter<long> _tokens, _rejected, _failures;

    /// <param name="model">The model's name.</param>
    /// <param name="task">The model's task.</param>
    /// <param name="meters">The service's meters; null: those of the process.</param>
    /// <param name="clock">The clock.</param>
    internal ModelTelemetry(string model, string task, IMeterFactory? meters, TimeProvider clock)
    {
        (Model, _task, _clock) = (model, task, clock);
        Meter meter = meters?.Create(InferenceTelemetry.MeterName) ?? Own;
        _duration = meter.CreateHistogram(
            InferenceTelemetry.RequestDuration,
            "s",
            "A request from its call to its answer.",
            advice: Seconds);
        _batch = meter.CreateHistogram(InferenceTelemetry.BatchSize, "{sequence}", "The sequences of one run.", advice: Sizes);
        _queue = meter.CreateUpDownCounter<int>(InferenceTelemetry.QueueLength, "{sequence}", "The sequences that wait.");
        _tokens = meter.CreateCounter<long>(InferenceTelemetry.Tokens, "{token}", "The tokens that were run.");
        _rejected = meter.CreateCounter<long>(InferenceTelemetry.Rejected, "{request}", "The requests that a full queue refused.");
        _failures = meter.CreateCounter<long>(InferenceTelemetry.Failures, "{request}", "The requests that failed.");
    }

    /// <summary>The model's name.</summary>
    public string Model { get; }

    /// <inheritdoc/>
    public void Queued(int sequences)
    {
        if (_queue.Enabled) _queue.Add(sequences, Tags());
    }

    internal void Ran(IReadOnlyList<TokenSequence> rows)
    {
        if (_batch.Enabled) _batch.Record(rows.Count, Tags());
        if (_tokens.Enabled) _tokens.Add(rows.Sum(row => row.Length), Tags());
    }

    /// <summary>An activity for a batch, with links to the requests in it.</summary>
    public IDisposable? StartBatch(IReadOnlyList<QueuedRequest> batch)
    {
        if (!Source.HasListeners()) return null;
        ActivityLink[] links = [.. batch.Where(request => request.Context != default).Select(request => new ActivityLink(request.Context))];
        return Source.StartActivity($"batch {Model}", ActivityKind.Internal, default(ActivityContext), Activities(), links);
    }

    /// <summary>Measures one request.</summary>
    internal async Task<TResult> Request<TResult>(int texts, Func<Task<TResult>> work)
    {
        using Activity? activity = Start(texts);
        long start = _clock.GetTimestamp();
        string? error = null;
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception problem)
        {
            error = Failed(problem, activity);
            throw;
        }
        finally
        {
            Finished(start, error);
        }
    }

    /// <inheritdoc cref="Request{TResult}(int, Func{Task{TResult}})"/>
    internal TResult Request<TResult>(int texts, Func<TResult> work)
    {
        using Activity? activity = Start(texts);
        long start = _clock.GetTimestamp();
        string? error = null;
        try
        {
            return work();
        }
        catch (Exception problem)
        {
            error = Failed(problem, activity);
            throw;
        }
        finally
        {
            Finished(start, error);
        }
    }

    private Activity? Start(int texts)
    {
        if (!Source.HasListeners()) return null;
        Activity? activity = Source.StartActivity($"{_task} {Model}", ActivityKind.Internal, default(ActivityContext), Activities());
        return activity?.SetTag("textbrewer.texts", texts);
    }

    private string Failed(Exception problem, Activity? activity)
    {
        string type = problem.GetType().FullName!;
        if (problem is QueueFullException) _rejected.Add(1, Tags());
        else if (problem is not OperationCanceledException) _failures.Add(1, Tags(type));
        activity?.SetStatus(ActivityStatusCode.Error, problem.Message).SetTag("error.type", type);
        return type;
    }

    private void Finished(long start, string? error)
    {
        if (_duration.Enabled) _duration.Record(_clock.GetElapsedTime(start).TotalSeconds, Tags(error));
    }

    private TagList Tags(string? error = null)
    {
        TagList tags = new() { { "textbrewer.model", Model }, { "textbrewer.task", _task } };
        if (error is not null) tags.Add("error.type", error);
        return tags;
    }

    private KeyValuePair<string, object?>[] Activities() => [new("textbrewer.model", Model), new("textbrewer.task", _task)];
}
