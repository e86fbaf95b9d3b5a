using System.Diagnostics;
using TextBrewer.Torch.Collectives;
using TextBrewer.Training;
using static TorchSharp.torch;

namespace TextBrewer.Benchmarks.Distributed;

/// <summary>
/// Processes whose exchange is timed. Before each call they wait for each other, and that is a time of its own: what is left is what the
/// exchange itself takes. What a process does between the calls of a step's gradients (filling buckets, rounding) belongs to it.
/// </summary>
/// <param name="inner">The processes.</param>
internal sealed class ExchangeClock(ICollective inner) : ICollective, ITrainingObserver
{
    private TimeSpan _outside, _between, _waited, _waitedBefore;
    private long _backwardEnd, _callEnd;

    public int Rank => inner.Rank;

    public int Size => inner.Size;

    public IRunWatch Watch => inner.Watch;

    /// <summary>What a step exchanged and waited for, in milliseconds; then it begins anew.</summary>
    internal (double Exchange, double Wait) Take()
    {
        (double, double) taken = (_outside.TotalMilliseconds, _waited.TotalMilliseconds);
        (_outside, _waited, _backwardEnd) = (TimeSpan.Zero, TimeSpan.Zero, 0);
        return taken;
    }

    void ITrainingObserver.MicroBatch(StepReport report)
    {
        // What came after another batch of this step was not its gradients' sum.
        _outside += _between;
        (_backwardEnd, _callEnd, _between, _waitedBefore) = (Stopwatch.GetTimestamp(), 0, TimeSpan.Zero, _waited);
    }

    // From the end of backward to that of the last call everything is exchange but the waiting.
    void ITrainingObserver.Step(StepReport report)
    {
        if (_backwardEnd != 0 && _callEnd != 0)
            _outside += Stopwatch.GetElapsedTime(_backwardEnd, _callEnd) - (_waited - _waitedBefore);
        (_backwardEnd, _between) = (0, TimeSpan.Zero);
    }

    public void AllReduce(Tensor values, ReduceOperation operation = ReduceOperation.Sum)
    {
        long start = Begin();
        inner.AllReduce(values, operation);
        End(start);
    }

    public void AllReduce(Span<double> values, ReduceOperation operation = ReduceOperation.Sum)
    {
        long start = Begin();
        inner.AllReduce(values, operation);
        End(start);
    }

    public void Broadcast(Span<byte> bytes, int root = 0)
    {
        long start = Begin();
        inner.Broadcast(bytes, root);
        End(start);
    }

    public IReadOnlyList<byte[]> AllGather(ReadOnlySpan<byte> bytes)
    {
        long start = Begin();
        IReadOnlyList<byte[]> all = inner.AllGather(bytes);
        End(start);
        return all;
    }

    public IReadOnlyList<byte[]> Gather(ReadOnlySpan<byte> bytes, int root = 0)
    {
        long start = Begin();
        IReadOnlyList<byte[]> all = inner.Gather(bytes, root);
        End(start);
        return all;
    }

    public void Barrier() => inner.Barrier();

    public void Dispose()
    {
        // Whoever made the processes ends them.
    }

    private long Begin()
    {
        long start = Stopwatch.GetTimestamp();
        inner.Barrier();
        _waited += Stopwatch.GetElapsedTime(start);
        return Stopwatch.GetTimestamp();
    }

    private void End(long start)
    {
        _callEnd = Stopwatch.GetTimestamp();
        TimeSpan call = Stopwatch.GetElapsedTime(start, _callEnd);
        if (_backwardEnd == 0) _outside += call;
        else _between += call;
    }
}
