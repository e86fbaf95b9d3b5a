using System.Threading.Channels;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Inference.Queueing;

/// <summary>
/// Gathers the requests of concurrent callers into batches, which one worker runs after each other. Requests take turns: one with many
/// sequences has a share of each batch while others wait.
/// </summary>
internal sealed class RequestQueue : IDisposable, IAsyncDisposable
{
    private readonly QueueOptions _options;
    private readonly TimeProvider _clock;
    private readonly IQueueObserver _observer;
    private readonly Func<TokenSequence[], CancellationToken, float[][][]> _run;
    private readonly Channel<QueuedRequest> _requests = Channel.CreateUnbounded<QueuedRequest>(
        new UnboundedChannelOptions { SingleReader = true });
    private readonly Queue<QueuedRequest> _line = []; // the worker's own
    private readonly QueueRoom _room;
    private readonly int _turn;
    private readonly Task _worker;

    /// <summary>Starts the worker.</summary>
    /// <param name="options">How requests are gathered.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="observer">Who is told.</param>
    /// <param name="run">Runs sequences.</param>
    internal RequestQueue(
        QueueOptions options,
        TimeProvider clock,
        IQueueObserver observer,
        Func<TokenSequence[], CancellationToken, float[][][]> run)
    {
        (_options, _clock, _observer, _run) = (options, clock, observer, run);
        (_room, _turn) = (new QueueRoom(options, observer), QueueOptions.Share(options.MaxBatch, options.MaxShare));
        // The worker is nobody's: it goes on when the request that made the model has ended.
        using (ExecutionContext.SuppressFlow()) _worker = Task.Run(Work);
    }

    /// <summary>Runs sequences in the next batches.</summary>
    /// <exception cref="QueueFullException">There is no room.</exception>
    /// <exception cref="ObjectDisposedException">The queue has ended.</exception>
    internal Task<float[][][]> Run(IReadOnlyList<TokenSequence> sequences, CancellationToken cancellationToken) =>
        Run(sequences.Count, () => sequences, cancellationToken);

    /// <summary>Runs the sequences of texts, which are read once there is a place for them.</summary>
    /// <inheritdoc cref="Run(IReadOnlyList{TokenSequence}, CancellationToken)"/>
    /// <param name="texts">How many texts there are.</param>
    /// <param name="read">Makes them into sequences: one of each text, or more.</param>
    /// <param name="cancellationToken">Lets the caller go.</param>
    internal Task<float[][][]> Run(int texts, Func<IReadOnlyList<TokenSequence>> read, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled<float[][][]>(cancellationToken);
        QueuedRequest request = new(_room, texts);
        request.Read(read, cancellationToken);
        if (!request.IsOver && !_requests.Writer.TryWrite(request)) request.Fail(new ObjectDisposedException(nameof(RequestQueue)));
        return request.Outputs;
    }

    /// <summary>Takes no more requests, and runs those that wait.</summary>
    public async ValueTask DisposeAsync()
    {
        _requests.Writer.TryComplete();
        await _worker.ConfigureAwait(false);
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose()
    {
        _requests.Writer.TryComplete();
        _worker.GetAwaiter().GetResult();
    }

    private async Task Work()
    {
        while (_line.Count > 0 || await _requests.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            List<BatchPart> batch = await Gather().ConfigureAwait(false);
            Run([.. batch.Where(part => part.Start())]);
        }
    }

    private async Task<List<BatchPart>> Gather()
    {
        List<BatchPart> batch = [];
        int room = _options.MaxBatch;
        using CancellationTokenSource? late = _options.MaxWait > TimeSpan.Zero ? new(_options.MaxWait, _clock) : null;
        while (room > 0)
        {
            while (_requests.Reader.TryRead(out QueuedRequest? arrived)) _line.Enqueue(arrived);
            if (_line.TryDequeue(out QueuedRequest? next))
            {
                if (next.IsOver) continue; // its caller is gone
                BatchPart part = next.Take(_line.Count == 0 ? room : Math.Min(_turn, room));
                batch.Add(part);
                room -= part.Sequences.Length;
                if (next.HasMore) _line.Enqueue(next);
            }
            else if (late is null || batch.Count == 0 || !await More(late.Token).ConfigureAwait(false)) break;
        }
        return batch;
    }

    /// <summary>Waits for another request; false: it is time to start.</summary>
    private async Task<bool> More(CancellationToken late)
    {
        try
        {
            return await _requests.Reader.WaitToReadAsync(late).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void Run(BatchPart[] batch)
    {
        if (batch.Length == 0) return;
        QueuedRequest[] requests = [.. batch.Select(part => part.Request).Distinct()];
        try
        {
            using IDisposable? looking = _observer.StartBatch(requests);
            float[][][] outputs = _run([.. batch.SelectMany(part => part.Sequences)], WhenAllAreGone(requests));
            int at = 0;
            foreach (BatchPart part in batch)
            {
                part.Succeed(outputs.AsSpan(at, part.Sequences.Length));
                at += part.Sequences.Length;
            }
        }
        catch (Exception problem) when (requests is [var only])
        {
            only.Fail(problem);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            // Whoever the fault is, it is not the others'.
            foreach (BatchPart part in batch) if (!part.Request.IsOver) Run([part]);
        }
        catch (OperationCanceledException)
        {
            // Nobody waits any more.
        }
    }

    /// <summary>Nobody waits for the answers of a batch whose callers have all gone, so its run stops.</summary>
    private static CancellationToken WhenAllAreGone(QueuedRequest[] requests)
    {
        CancellationTokenSource gone = new();
        int there = requests.Length;
        foreach (QueuedRequest request in requests)
            request.Outputs.ContinueWith(
                _ => { if (Interlocked.Decrement(ref there) == 0) gone.Cancel(); },
                CancellationToken.None,
                TaskContinuationOptions.None,
                TaskScheduler.Default);
        return gone.Token;
    }
}
