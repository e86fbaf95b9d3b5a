using System.Diagnostics;

namespace TextBrewer.Torch.Collectives.Watching;

/// <summary>What a process says of itself while a thread of its own tells it to the others.</summary>
internal abstract class RunWatch : IRunWatch, IDisposable
{
    /// <summary>How often a process gives a sign of life, and how often it looks.</summary>
    private protected static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(500), Look = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan Lately = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly List<string> _works = [];
    private long _step, _calls, _changed = Environment.TickCount64;
    private WatchKind _kind = WatchKind.Alive;
    private long _looked = Stopwatch.GetTimestamp(), _woken;
    private bool _isInside;
    private string _text = "";

    /// <inheritdoc/>
    public long Step
    {
        get => Interlocked.Read(ref _step);
        set => Interlocked.Exchange(ref _step, value);
    }

    /// <inheritdoc/>
    public IDisposable LongWork(string what)
    {
        Change(() => _works.Add(what));
        return new Work(() => Change(() => _works.Remove(what)));
    }

    /// <inheritdoc/>
    public abstract void Fail(string reason);

    /// <summary>Waits until all processes have come to their end.</summary>
    public abstract void Dispose();

    /// <summary>Begins a call.</summary>
    internal void Enter() => Change(() => (_calls, _isInside) = (_calls + 1, true));

    /// <summary>Got something done inside a call.</summary>
    internal void Progress() => Change(() => { });

    /// <summary>Ends a call.</summary>
    internal void Leave() => Change(() => _isInside = false);

    /// <summary>
    /// Whether this process was itself stopped not long ago: then the others have ended the run, and said so, if anybody has.
    /// </summary>
    private protected bool WasStoppedLately => Stopwatch.GetElapsedTime(_woken) < Lately && _woken != 0;

    /// <summary>
    /// Whether this process was itself stopped since this was asked last: what it then finds is old. Several may have been stopped
    /// together, as by Ctrl-Z, and go on together.
    /// </summary>
    private protected bool WasStopped(TimeSpan timeout)
    {
        long now = Stopwatch.GetTimestamp();
        bool wasStopped = Stopwatch.GetElapsedTime(_looked, now) > timeout / 2;
        _looked = now;
        if (!wasStopped) return false;
        _woken = now;
        Progress();
        return true;
    }

    /// <summary>Compiles what ends a run: a launcher that sees a process die kills the others at once.</summary>
    private protected void Prepare()
    {
        RunEnd.Prepare();
        _ = WatchJudge.FindDead(new WatchedProcess(0, "", Now(), TimeSpan.Zero, IsGone: true), Lately);
    }

    /// <summary>What this process says of itself from now on.</summary>
    private protected void Say(WatchKind kind, string text = "") => Change(() => (_kind, _text) = (kind, text));

    /// <summary>What this process says of itself.</summary>
    private protected WatchMessage Now()
    {
        lock (_lock)
        {
            string work = _works.Count == 0 ? "" : _works[^1];
            return new WatchMessage(_kind, Step, _calls, _isInside, Environment.TickCount64 - _changed, work, _text);
        }
    }

    private void Change(Action action)
    {
        lock (_lock)
        {
            action();
            _changed = Environment.TickCount64;
        }
    }

    private sealed class Work(Action end) : IDisposable
    {
        private Action? _end = end;

        public void Dispose() => Interlocked.Exchange(ref _end, null)?.Invoke();
    }
}
