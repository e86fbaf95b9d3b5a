using System.Diagnostics;
using System.Net.Sockets;

namespace TextBrewer.Torch.Collectives.Watching;

/// <summary>The watch of process 0, to which all others report.</summary>
internal sealed class WatchHub : RunWatch
{
    private readonly WatchConnection[] _connections;
    private readonly WatchedProcess[] _processes;
    private readonly long[] _heard;
    private readonly TimeSpan _timeout;
    private readonly RunEnd _end;
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _allLeft = new();

    /// <summary>Starts to watch.</summary>
    /// <param name="guests">The other processes, by rank.</param>
    /// <param name="timeout">How long one may keep the others waiting.</param>
    /// <param name="end">Ends the run.</param>
    internal WatchHub(Guest[] guests, TimeSpan timeout, RunEnd end)
    {
        (_timeout, _end) = (timeout, end);
        _connections = Array.ConvertAll(guests, guest => new WatchConnection(guest.Socket));
        string[] hosts = [Environment.MachineName, .. guests.Select(guest => guest.Host)];
        _processes = [.. hosts.Select((host, rank) => new WatchedProcess(rank, host, Now(), TimeSpan.Zero, IsGone: false))];
        long now = Stopwatch.GetTimestamp();
        _heard = Array.ConvertAll(_processes, _ => now);
        Prepare();
        _thread = new Thread(Watch) { IsBackground = true, Name = "run watch" };
        _thread.Start();
    }

    /// <inheritdoc/>
    public override void Fail(string reason)
    {
        Say(WatchKind.Failed, reason);
        // The thread that watches says it, and ends the process.
        Thread.Sleep(System.Threading.Timeout.Infinite);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Say(WatchKind.Left);
        _allLeft.Wait();
        _thread.Join();
        _allLeft.Dispose();
    }

    private void Watch()
    {
        long last = 0;
        while (!Array.TrueForAll(_processes, one => one.Said.Kind == WatchKind.Left))
        {
            Hear();
            if (WasStopped(_timeout)) Array.Fill(_heard, Stopwatch.GetTimestamp());
            _processes[0] = _processes[0] with { Said = Now() };
            if (WatchJudge.Find(_processes, _timeout) is { } sentence)
            {
                if (WasStoppedLately) _end.Silently();
                _end.Because(sentence, () => Tell(WatchKind.Ending));
            }
            if (Stopwatch.GetElapsedTime(last) < Beat) continue;
            Tell(WatchKind.Alive);
            last = Stopwatch.GetTimestamp();
        }
        Tell(WatchKind.AllLeft);
        // Those who still write would lose what they have not read if this end were closed before theirs.
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < Beat && Array.Exists(_connections, one => !one.IsBroken)) Hear();
        Array.ForEach(_connections, one => one.Dispose());
        _allLeft.Set();
    }

    /// <summary>Reads what the others have said.</summary>
    private void Hear()
    {
        List<Socket> sockets = [.. _connections.Where(one => !one.IsBroken).Select(one => one.Socket)];
        if (sockets.Count == 0) Thread.Sleep(Look);
        else Socket.Select(sockets, null, null, Look);
        HashSet<Socket> ready = [.. sockets];
        for (int i = 0; i < _connections.Length; i++)
        {
            ref WatchedProcess one = ref _processes[i + 1];
            if (ready.Contains(_connections[i].Socket))
            {
                foreach (WatchMessage message in _connections[i].Receive())
                {
                    one = one with { Said = message };
                    _heard[i + 1] = Stopwatch.GetTimestamp();
                }
            }
            // Who has said that it leaves may go.
            bool isGone = _connections[i].IsBroken && one.Said.Kind != WatchKind.Left;
            one = one with { Silence = Stopwatch.GetElapsedTime(_heard[i + 1]), IsGone = isGone };
        }
    }

    private void Tell(WatchKind kind)
    {
        WatchMessage message = Now() with { Kind = kind };
        foreach (WatchConnection connection in _connections) connection.Send(message);
    }
}
