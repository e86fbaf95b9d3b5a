using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace TextBrewer.Torch.Collectives.Watching;

/// <summary>Process 0 waits for the others to join it.</summary>
internal sealed class WatchListener : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);

    /// <summary>Listens at a free port.</summary>
    /// <param name="network">The network interface that connects the hosts; null: any.</param>
    internal WatchListener(string? network)
    {
        _socket.Bind(new IPEndPoint(_socket.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0));
        _socket.Listen(int.MaxValue);
        Invitation = new WatchInvitation(
            Environment.MachineName,
            HostAddresses.Of(network),
            ((IPEndPoint)_socket.LocalEndPoint!).Port,
            RandomNumberGenerator.GetBytes(2 * WatchInvitation.TokenBytes));
    }

    internal WatchInvitation Invitation { get; }

    /// <summary>Waits until all others have joined.</summary>
    /// <exception cref="TimeoutException">One has not.</exception>
    internal Guest[] Accept(int size, TimeSpan timeout)
    {
        var guests = new Guest?[size];
        Stopwatch clock = Stopwatch.StartNew();
        while (Array.IndexOf(guests, null, 1) is > 0 and int missing)
        {
            TimeSpan left = timeout - clock.Elapsed;
            if (left <= TimeSpan.Zero || !_socket.Poll(left, SelectMode.SelectRead))
                throw new TimeoutException($"Process {missing} has not reached process 0 on {Invitation.Host} within "
                    + $"{timeout.TotalSeconds:0} s.");
            if (WatchEntrance.Admit(_socket.Accept(), Invitation, size) is { } guest) guests[guest.Rank] = guest;
        }
        return [.. guests.Skip(1)!];
    }

    public void Dispose() => _socket.Dispose();
}
