using System.Threading.Channels;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Inference.Queueing;

/// <summary>Gathers the requests of concurrent callers into batches, which one worker runs after each other.</summary>
internal sealed class RequestQueue : IDisposable, IAsyncDisposable
{
    private readonly QueueOptions _options;
    private readonly TimeProvider _clock;
    private readonly IQueueObserver _observer;
    private readonly Func<TokenSequence[], CancellationToken, float[][][]> _run;
    private readonly Channel<QueuedRequest> _requests = Channel.CreateUnbounded<QueuedRequest>(
        new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _worker;
    private int _waiting;

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
        // The worker is nobody's: it goes on when the request that made the model has ended.
        using (ExecutionContext.SuppressFlow()) _worker = Task.Run(Work);
    }

    /// <summary>Runs sequences in one of the next batches.</summary>
    /// <exception cref="QueueFullException">There is no room.</exception>
    /// <exception cref="ObjectDisposedException">The queue has ended.</exception>
    internal Task<float[][][]> Run(IReadOnlyList<TokenSequence> sequences, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled<float[][][]>(cancellationToken);
        Enter(sequences.Count);
        QueuedRequest request = new(sequences, Leave, cancellationToken);
        if (!_requests.Writer.TryWrite(request) && request.Start()) request.Fail(new ObjectDisposedException(nameof(RequestQueue)));
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

    private void Enter(int count)
    {
        for (int waiting = _waiting, seen; ; waiting = seen)
        {
            if (waiting > 0 && waiting + count > _options.Capacity)
                throw new QueueFullException($"The queue of the model '{_observer.Model}' is full: {waiting} sequences wait, "
                    + $"{_options.Capacity} may, and {count} more came. Try again later, or raise Queue.Capacity.");
            seen = Interlocked.CompareExchange(ref _waiting, waiting + count, waiting);
            if (seen == waiting) break;
        }
        _observer.Queued(count);
    }

    private void Leave(int count)
    {
        Interlocked.Add(ref _waiting, -count);
        _observer.Queued(-count);
    }

    private async Task Work()
    {
        while (await _requests.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            List<QueuedRequest> batch = await Gather().ConfigureAwait(false);
            Run([.. batch.Where(request => request.Start())]);
        }
    }

    private async Task<List<QueuedRequest>> Gather()
    {
        List<QueuedRequest> batch = [];
        int count = 0;
        using CancellationTokenSource? late = _options.MaxWait > TimeSpan.Zero ? new(_options.MaxWait, _clock) : null;
        while (count < _options.MaxBatch)
        {
            if (_requests.Reader.TryPeek(out QueuedRequest? next))
            {
                if (batch.Count > 0 && count + next.Sequences.Count > _options.MaxBatch) break;
                _requests.Reader.TryRead(out _);
                if (next.Outputs.IsCompleted) continue; // its caller is gone
                batch.Add(next);
                count += next.Sequences.Count;
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

    private void Run(QueuedRequest[] batch)
    {
        if (batch.Length == 0) return;
        try
        {
            using IDisposable? looking = _observer.StartBatch(batch);
            float[][][] outputs = _run([.. batch.SelectMany(request => request.Sequences)], WhenAllAreGone(batch));
            int at = 0;
            foreach (QueuedRequest request in batch)
            {
                request.Succeed(outputs[at..(at + request.Sequences.Count)]);
                at += request.Sequences.Count;
            }
        }
        catch (Exception problem) when (batch.Length == 1)
        {
            batch[0].Fail(problem);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            // Whoever the fault is, it is not the others'.
            foreach (QueuedRequest request in batch.Where(request => !request.Outputs.IsCompleted)) Run([request]);
        }
        catch (OperationCanceledException)
        {
            // Nobody waits any more.
        }
    }

    /// <summary>Nobody waits for the answers of a batch whose callers have all gone, so its run stops.</summary>
    private static CancellationToken WhenAllAreGone(QueuedRequest[] batch)
    {
        CancellationTokenSource gone = new();
        int there = batch.Length;
        foreach (QueuedRequest request in batch)
            request.Outputs.ContinueWith(
                _ => { if (Interlocked.Decrement(ref there) == 0) gone.Cancel(); },
                CancellationToken.None,
                TaskContinuationOptions.None,
                TaskScheduler.Default);
        return gone.Token;
    }
}
