using System.Net;
using System.Net.Sockets;
using TextBrewer.Torch.Collectives.Watching;

namespace TextBrewer.Torch.Tests.Collectives;

public sealed class WatchEntranceTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20), Short = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Stranger_is_turned_away_and_the_process_let_in()
    {
        using WatchListener listener = new(network: null);
        WatchInvitation invitation = listener.Invitation;
        using Socket stranger = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        stranger.Connect(IPAddress.Loopback, invitation.Port);
        stranger.Send(new byte[100]);
        Task<Socket> joining = Task.Run(() => WatchEntrance.Connect(invitation, rank: 1, Timeout));
        Guest guest = Assert.Single(listener.Accept(size: 2, Timeout));
        using Socket joined = await joining;
        Assert.Equal((1, Environment.MachineName), (guest.Rank, guest.Host));
        guest.Socket.Dispose();
    }

    [Fact]
    public void Process_that_does_not_come_is_named()
    {
        using WatchListener listener = new(network: null);
        TimeoutException error = Assert.Throws<TimeoutException>(() => listener.Accept(size: 3, Short));
        Assert.StartsWith("Process 1 has not reached process 0 on ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Process_that_cannot_get_there_says_where_it_tried()
    {
        WatchInvitation invitation;
        using (WatchListener listener = new(network: null)) invitation = listener.Invitation;
        TimeoutException error = Assert.Throws<TimeoutException>(() => WatchEntrance.Connect(invitation, rank: 2, Short));
        Assert.Contains($"cannot reach process 0 on {Environment.MachineName} (port {invitation.Port} of 127.0.0.1", error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Interface_that_is_not_there_is_refused_by_name()
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => new WatchListener("none0"));
        Assert.StartsWith("There is no network interface 'none0' on ", error.Message, StringComparison.Ordinal);
    }
}
