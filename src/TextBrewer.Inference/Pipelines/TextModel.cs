using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using TextBrewer.Inference.Inputs;
using TextBrewer.Inference.Queueing;
using TextBrewer.Inference.Sessions;
using TextBrewer.Inference.Telemetry;
using TextBrewer.Text.Features;
using TextBrewer.Text.Files;
using TextBrewer.Text.Machine;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Inference.Pipelines;

/// <summary>
/// What all kinds of models have: a folder, a tokenizer, a session, a queue. Runs what they read, on the caller's thread or through the
/// queue.
/// </summary>
internal sealed class TextModel : IDisposable, IAsyncDisposable
{
    private const int BatchTokens = 8192;

    private readonly ModelKind _kind;
    private readonly TextModelOptions _options;
    private readonly ModelSession _session;
    private readonly ModelTelemetry _telemetry;
    private readonly RequestQueue _queue;

    /// <summary>Loads a model and tries it out.</summary>
    /// <param name="kind">What reads it.</param>
    /// <param name="options">Which model.</param>
    /// <param name="services">Where loggers, meters and the clock are; null: nowhere.</param>
    internal TextModel(ModelKind kind, TextModelOptions options, IServiceProvider? services)
    {
        if (options.Problems() is { Count: > 0 } problems) throw new ArgumentException(string.Join(" ", problems), nameof(options));
        (_kind, _options, Folder) = (kind, options, ServedFolder.Find(kind, options));
        TimeProvider clock = Service<TimeProvider>(services) ?? TimeProvider.System;
        long start = clock.GetTimestamp();
        string name = options.Name ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Folder)));
        Tokenizer = Folder.Tokenizer();
        Info = new TextModelInfo(
            name,
            Folder.Task.Task,
            Folder.Task.Labels,
            Folder.MaxLength(Tokenizer),
            Folder.IsInt8 ? Precision.Int8 : Precision.Float32);
        _telemetry = new ModelTelemetry(name, Info.Task, Service<IMeterFactory>(services), clock);
        _session = new ModelSession(
            Folder.Model,
            kind.Outputs,
            Tokenizer.PadId,
            new SessionSettings(
                options.Threads ?? Environment.ProcessorCount,
                options.Spinning,
                Folder.IsInt8,
                AddsExactly: !Processor.Int8Saturates)
            {
                MemoryPattern = options.MemoryPattern,
                Others = options.SessionEntries,
                Configure = options.ConfigureSession
            });
        try
        {
            ModelSource.Check(Folder.Model, _session.Source, Folder.Task.SourceSha256);
            Check(_session.Run([Probe], CancellationToken.None)[0]);
        }
        catch
        {
            _session.Dispose();
            throw;
        }
        _queue = new RequestQueue(options.Queue, clock, _telemetry, Outputs);
        Service<ILoggerFactory>(services)?.CreateLogger<TextModel>().LogInformation(
            "The {Task} model {Model} was loaded from {Path} in {Milliseconds:F0} ms.",
            Info.Task,
            name,
            Folder.Model,
            clock.GetElapsedTime(start).TotalMilliseconds);
    }

    /// <summary>The loaded model's name, task and labels.</summary>
    internal TextModelInfo Info { get; }

    /// <summary>The model's folder.</summary>
    internal ServedFolder Folder { get; }

    /// <summary>The folder's tokenizer.</summary>
    internal ITokenizer Tokenizer { get; }

    // A word of nothing: the unknown token between the special ones.
    private TokenSequence Probe => Tokenizer.EncodeWords([""], Info.MaxLength).Input;

    /// <summary>Answers on the caller's thread.</summary>
    internal TResult Run<TInput, TResult>(
        TInput input,
        Func<TInput, CancellationToken, EncodedRequest<TResult>> read,
        CancellationToken cancellationToken) => Run([input], read, cancellationToken)[0];

    /// <summary>Answers on the caller's thread, in the order of the inputs.</summary>
    internal TResult[] Run<TInput, TResult>(
        IReadOnlyList<TInput> inputs,
        Func<TInput, CancellationToken, EncodedRequest<TResult>> read,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return _telemetry.Request(inputs.Count, () =>
        {
            EncodedRequest<TResult>[] requests = Read(inputs, read, cancellationToken);
            return Answers(requests, Outputs(Sequences(requests), cancellationToken));
        });
    }

    /// <summary>Answers through the queue.</summary>
    internal async Task<TResult> RunAsync<TInput, TResult>(
        TInput input,
        Func<TInput, CancellationToken, EncodedRequest<TResult>> read,
        CancellationToken cancellationToken) => (await RunAsync([input], read, cancellationToken).ConfigureAwait(false))[0];

    /// <summary>Answers through the queue, in the order of the inputs, which are read once the queue has room for them.</summary>
    internal async Task<IReadOnlyList<TResult>> RunAsync<TInput, TResult>(
        IReadOnlyList<TInput> inputs,
        Func<TInput, CancellationToken, EncodedRequest<TResult>> read,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return await _telemetry.Request(inputs.Count, async () =>
        {
            EncodedRequest<TResult>[] requests = [];
            float[][][] outputs = await _queue.Run(
                inputs.Count,
                () => Sequences(requests = Read(inputs, read, cancellationToken)),
                cancellationToken).ConfigureAwait(false);
            return Answers(requests, outputs);
        }).ConfigureAwait(false);
    }

    /// <summary>Refuses a text that is longer than it may be, before anything of it is read.</summary>
    /// <exception cref="ArgumentNullException">There is none.</exception>
    /// <exception cref="TextTooLongException">It is too long.</exception>
    internal void Check(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > _options.MaxTextLength) throw new TextTooLongException(text.Length, _options.MaxTextLength);
    }

    /// <inheritdoc cref="ITextModel.ProbeAsync"/>
    internal async Task ProbeAsync(CancellationToken cancellationToken) =>
        Check((await _queue.Run([Probe], cancellationToken).ConfigureAwait(false))[0]);

    /// <summary>Answers those that wait, then ends.</summary>
    public void Dispose()
    {
        _queue.Dispose();
        _session.Dispose();
    }

    /// <inheritdoc cref="Dispose"/>
    public async ValueTask DisposeAsync()
    {
        await _queue.DisposeAsync().ConfigureAwait(false);
        _session.Dispose();
    }

    /// <summary>For each sequence the values of each output.</summary>
    private float[][][] Outputs(TokenSequence[] sequences, CancellationToken cancellationToken)
    {
        if (sequences.Length == 1)
        {
            float[][][] only = _session.Run(sequences, cancellationToken);
            _telemetry.Ran(sequences);
            return only;
        }
        float[][][] outputs = new float[sequences.Length][][];
        foreach (int[] batch in LengthBatches.Of(
            [.. sequences.Select(sequence => sequence.Length)],
            _options.MaxBatchTokens ?? (Folder.IsInt8 ? 1 : BatchTokens),
            _options.MaxPadding))
        {
            TokenSequence[] rows = [.. batch.Select(i => sequences[i])];
            float[][][] values = _session.Run(rows, cancellationToken);
            for (int i = 0; i < batch.Length; i++) outputs[batch[i]] = values[i];
            _telemetry.Ran(rows);
        }
        return outputs;
    }

    private static EncodedRequest<TResult>[] Read<TInput, TResult>(
        IReadOnlyList<TInput> inputs,
        Func<TInput, CancellationToken, EncodedRequest<TResult>> read,
        CancellationToken cancellationToken)
    {
        EncodedRequest<TResult>[] requests = new EncodedRequest<TResult>[inputs.Count];
        for (int i = 0; i < requests.Length; i++) requests[i] = read(inputs[i], cancellationToken);
        return requests;
    }

    private static TokenSequence[] Sequences<TResult>(IReadOnlyList<EncodedRequest<TResult>> requests) => requests is [var only]
        ? [.. only.Sequences]
        : [.. requests.SelectMany(request => request.Sequences)];

    private static TResult[] Answers<TResult>(IReadOnlyList<EncodedRequest<TResult>> requests, float[][][] outputs)
    {
        TResult[] results = new TResult[requests.Count];
        for (int i = 0, at = 0; i < results.Length; i++)
        {
            int next = at + requests[i].Sequences.Count;
            results[i] = requests[i].Answer(outputs[at..next]);
            at = next;
        }
        return results;
    }

    private void Check(float[][] outputs)
    {
        int expected = _kind.Values(Info.Labels.Count, Probe.Length);
        if (outputs.FirstOrDefault(values => values.Length != expected) is { } other)
            throw new InvalidDataException($"'{Folder.Model}' gives {other.Length} values for {Probe.Length} tokens, and {expected} "
                + $"were expected of a {Info.Task} model with {Info.Labels.Count} labels: model and textbrewer.json are of two exports. "
                + "Export the model again.");
        if (!outputs.All(values => values.All(float.IsFinite)))
            throw new InvalidDataException($"'{Folder.Model}' gives values that are no numbers: export the model again.");
    }

    private static TService? Service<TService>(IServiceProvider? services) where TService : class =>
        (TService?)services?.GetService(typeof(TService));
}
