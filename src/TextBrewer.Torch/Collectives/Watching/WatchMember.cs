using System.Diagnostics;
using System.Net.Sockets;

namespace TextBrewer.Torch.Collectives.Watching;

/// <summary>The watch of every process but the first: it reports to process 0, and sees whether that one lives.</summary>
internal sealed class WatchMember : RunWatch
{
    // Where process 0 is gone each process would say so: the first that lives does.
    private static readonly TimeSpan Precedence = TimeSpan.FromSeconds(2);

    private readonly WatchConnection _connection;
    private readonly WatchedProcess _first;
    private readonly int _rank;
    private readonly TimeSpan _timeout;
    private readonly RunEnd _end;
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _allLeft = new();

    /// <summary>Starts to report.</summary>
    /// <param name="socket">The connection to process 0.</param>
    /// <param name="host">Its host's name.</param>
    /// <param name="rank">This process's number.</param>
    /// <param name="timeout">How long process 0 may give no sign of life.</param>
    /// <param name="end">Ends the run.</param>
    internal WatchMember(Socket socket, string host, int rank, TimeSpan timeout, RunEnd end)
    {
        _connection = new WatchConnection(socket);
        _first = new WatchedProcess(Rank: 0, host, Now(), TimeSpan.Zero, IsGone: false);
        (_rank, _timeout, _end) = (rank, timeout, end);
        Prepare();
        _thread = new Thread(Watch) { IsBackground = true, Name = "run watch" };
        _thread.Start();
    }

    /// <inheritdoc/>
    public override void Fail(string reason)
    {
        // Process 0 says it, and ends the run; if it does not, it is gone, and that is found here.
        Say(WatchKind.Failed, reason);
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
        long told = 0, heard = Stopwatch.GetTimestamp();
        WatchMessage last = Now();
        WatchedProcess first = _first;
        while (true)
        {
            if (_connection.Socket.Poll(Look, SelectMode.SelectRead))
            {
                foreach (WatchMessage message in _connection.Receive())
                {
                    (first, heard) = (first with { Said = message }, Stopwatch.GetTimestamp());
                    if (message.Kind == WatchKind.Ending) _end.Silently();
                    if (message.Kind != WatchKind.AllLeft) continue;
                    _connection.Dispose();
                    _allLeft.Set();
                    return;
                }
            }
            if (WasStopped(_timeout)) heard = Stopwatch.GetTimestamp();
            first = first with { Silence = Stopwatch.GetElapsedTime(heard), IsGone = _connection.IsBroken };
            if (WatchJudge.FindDead(first, _timeout) is { } sentence)
            {
                if (WasStoppedLately) _end.Silently();
                EndAfterOthers(sentence);
            }
            WatchMessage now = Now();
            if (Stopwatch.GetElapsedTime(told) < Beat && now.Kind == last.Kind && now.Step == last.Step) continue;
            _connection.Send(now);
            (told, last) = (Stopwatch.GetTimestamp(), now);
        }
    }

    private void EndAfterOthers(string sentence)
    {
        TimeSpan wait = Precedence * (_rank - 1);
        Thread.Sleep(wait < _timeout ? wait : _timeout);
        _end.Because(sentence);
    }
}
