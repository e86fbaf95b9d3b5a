using System.Threading.Channels;

namespace TextBrewer.Data;

/// <summary>
/// Prepares batches on a thread of the pool while others are trained on, and hands them over in their order. A fault of the preparation
/// comes out where its batch would have.
/// </summary>
internal sealed class Prefetcher<TBatch> : IDisposable
{
    // Enough that a batch lies ready when some take longer than others; each is small beside a step's tensors.
    private const int Ahead = 4;

    private readonly Channel<PreparedBatch<TBatch>> _ready = Channel.CreateBounded<PreparedBatch<TBatch>>(
        new BoundedChannelOptions(Ahead) { SingleReader = true, SingleWriter = true });
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _worker;

    /// <param name="epoch">Whose batches are prepared.</param>
    /// <param name="first">The first of them.</param>
    /// <param name="slice">The part of each.</param>
    internal Prefetcher(BatchEpoch<TBatch> epoch, int first, BatchSlice slice) =>
        _worker = Task.Run(() => Work(epoch, first, slice, _stop.Token));

    /// <summary>The next batch; waits until it is prepared.</summary>
    internal PreparedBatch<TBatch> Take()
    {
        PreparedBatch<TBatch>? next;
        while (!_ready.Reader.TryRead(out next))
            if (!_ready.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
                throw new InvalidOperationException("All batches were taken.");
        return next;
    }

    /// <summary>Ends the worker, waits until it is gone, and frees what it had prepared.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _worker.GetAwaiter().GetResult();
        while (_ready.Reader.TryRead(out PreparedBatch<TBatch>? left)) left.Dispose();
        _stop.Dispose();
    }

    /// <summary>Faults end the channel and not the task, which nobody looks at while batches are left.</summary>
    private async Task Work(BatchEpoch<TBatch> epoch, int first, BatchSlice slice, CancellationToken stop)
    {
        try
        {
            for (int batch = first; batch < epoch.Count; batch++)
            {
                stop.ThrowIfCancellationRequested();
                await Hand(epoch.Prepare(batch, slice), stop).ConfigureAwait(false);
            }
            _ready.Writer.Complete();
        }
        catch (Exception problem)
        {
            _ready.Writer.Complete(problem);
        }
    }

    private async ValueTask Hand(PreparedBatch<TBatch> prepared, CancellationToken stop)
    {
        try
        {
            await _ready.Writer.WriteAsync(prepared, stop).ConfigureAwait(false);
        }
        catch
        {
            prepared.Dispose();
            throw;
        }
    }
}
