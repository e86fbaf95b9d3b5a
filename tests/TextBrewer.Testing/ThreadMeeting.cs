using System.Runtime.ExceptionServices;

namespace TextBrewer.Testing;

/// <summary>Where threads show each other what they bring, in turns: nobody goes on before all have seen it.</summary>
internal sealed class ThreadMeeting(int size) : IDisposable
{
    private readonly Barrier _barrier = new(size);
    private readonly CancellationTokenSource _failed = new();
    private readonly object?[] _brought = new object?[size];
    private readonly string[] _calls = new string[size];
    private ExceptionDispatchInfo? _failure;

    internal int Size => size;

    /// <summary>Shows the others a value and gives theirs, by rank.</summary>
    /// <param name="rank">Who brings it.</param>
    /// <param name="call">What for; the same for all.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="InvalidOperationException">Another thread is here for something else.</exception>
    internal T[] Share<T>(int rank, string call, T value)
    {
        (_brought[rank], _calls[rank]) = (value, call);
        _barrier.SignalAndWait(_failed.Token);
        if (Array.Find(_calls, other => other != call) is { } different)
            throw new InvalidOperationException($"The processes disagree: one calls '{call}', another '{different}'.");
        T[] all = Array.ConvertAll(_brought, brought => (T)brought!);
        _barrier.SignalAndWait(_failed.Token);
        return all;
    }

    /// <summary>Runs a thread's work; its failure ends all waiting.</summary>
    internal void Guard(int rank, Action work)
    {
        try
        {
            work();
            // Whoever calls more often than others would wait for ever.
            Share(rank, "the end", 0);
        }
        catch (Exception failure)
        {
            // Those who stop because of it fail after it.
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(failure), null);
            _failed.Cancel();
        }
    }

    internal void ThrowFailure() => _failure?.Throw();

    public void Dispose()
    {
        _barrier.Dispose();
        _failed.Dispose();
    }
}
