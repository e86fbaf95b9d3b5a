using System.Diagnostics;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Inference.Queueing;

/// <summary>
/// A request on its way through the queue. Its sequences wait, until the batches that take them start or its caller goes away.
/// </summary>
internal sealed class QueuedRequest
{
    private readonly TaskCompletionSource<float[][][]> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly QueueRoom _room;
    private IReadOnlyList<TokenSequence> _sequences = [];
    private float[][][] _outputs = [];
    private CancellationTokenRegistration _watch;
    private int _waiting;
    private int _taken;
    private int _answered;

    /// <param name="room">Where it waits.</param>
    /// <param name="texts">How many texts it has, each of a sequence at least.</param>
    /// <exception cref="QueueFullException">There is no room.</exception>
    internal QueuedRequest(QueueRoom room, int texts)
    {
        _room = room;
        _room.Change(ref _waiting, texts);
    }

    /// <summary>What the caller was doing.</summary>
    internal ActivityContext Context { get; } = Activity.Current?.Context ?? default;

    internal Task<float[][][]> Outputs => _done.Task;

    /// <summary>Whether it is answered, or its caller gone.</summary>
    internal bool IsOver => _done.Task.IsCompleted;

    internal bool HasMore => _taken < _sequences.Count;

    /// <summary>Has the texts read, in the caller's thread, and from then on lets the caller go as soon as it wants to.</summary>
    /// <exception cref="QueueFullException">They are more sequences than there is room for.</exception>
    internal void Read(Func<IReadOnlyList<TokenSequence>> read, CancellationToken cancellationToken)
    {
        try
        {
            _sequences = read();
            _outputs = new float[_sequences.Count][][];
            _room.Change(ref _waiting, _sequences.Count);
        }
        catch
        {
            Leave();
            throw;
        }
        if (_sequences.Count == 0) _done.TrySetResult(_outputs);
        _watch = cancellationToken.UnsafeRegister((_, token) =>
        {
            if (_done.TrySetCanceled(token)) Leave();
        }, null);
    }

    /// <summary>Its next sequences.</summary>
    internal BatchPart Take(int most)
    {
        int count = Math.Min(most, _sequences.Count - _taken), from = _taken;
        _taken += count;
        return new BatchPart(this, from, [.. Enumerable.Range(from, count).Select(i => _sequences[i])]);
    }

    /// <summary>Takes sequences out of the queue; false: the caller is gone.</summary>
    internal bool Start(int sequences)
    {
        _room.Leave(ref _waiting, sequences);
        return !IsOver;
    }

    /// <summary>Takes the outputs of some sequences; with the last ones the request is answered.</summary>
    internal void Succeed(int from, ReadOnlySpan<float[][]> outputs)
    {
        outputs.CopyTo(_outputs.AsSpan(from));
        _answered += outputs.Length;
        if (_answered < _outputs.Length) return;
        _watch.Dispose();
        _done.TrySetResult(_outputs);
    }

    internal void Fail(Exception problem)
    {
        _watch.Dispose();
        if (_done.TrySetException(problem)) Leave();
    }

    private void Leave() => _room.Leave(ref _waiting, int.MaxValue);
}
