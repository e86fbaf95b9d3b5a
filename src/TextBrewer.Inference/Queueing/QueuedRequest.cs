using System.Diagnostics;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Inference.Queueing;

/// <summary>A request on its way through the queue. It waits, until its batch starts or its caller goes away.</summary>
internal sealed class QueuedRequest
{
    private readonly TaskCompletionSource<float[][][]> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action<int> _leave;
    private readonly CancellationTokenRegistration _watch;
    private int _left;

    /// <param name="sequences">What is to be run.</param>
    /// <param name="leave">Gives its place in the queue back.</param>
    /// <param name="cancellationToken">Lets the caller go as soon as it wants to.</param>
    internal QueuedRequest(IReadOnlyList<TokenSequence> sequences, Action<int> leave, CancellationToken cancellationToken)
    {
        (Sequences, _leave) = (sequences, leave);
        _watch = cancellationToken.UnsafeRegister((_, token) =>
        {
            if (_done.TrySetCanceled(token)) Leave();
        }, null);
    }

    internal IReadOnlyList<TokenSequence> Sequences { get; }

    /// <summary>What the caller was doing.</summary>
    internal ActivityContext Context { get; } = Activity.Current?.Context ?? default;

    internal Task<float[][][]> Outputs => _done.Task;

    /// <summary>Takes the request out of the queue; false: its caller is gone.</summary>
    internal bool Start()
    {
        Leave();
        return !_done.Task.IsCompleted;
    }

    internal void Succeed(float[][][] outputs)
    {
        _watch.Dispose();
        _done.TrySetResult(outputs);
    }

    internal void Fail(Exception problem)
    {
        _watch.Dispose();
        _done.TrySetException(problem);
    }

    private void Leave()
    {
        if (Interlocked.Exchange(ref _left, 1) == 0) _leave(Sequences.Count);
    }
}
