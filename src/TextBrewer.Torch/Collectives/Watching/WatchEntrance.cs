using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace TextBrewer.Torch.Collectives.Watching;

/// <summary>How a process joins process 0: each side shows the other that it belongs to this run.</summary>
internal static class WatchEntrance
{
    private static readonly TimeSpan Attempt = TimeSpan.FromSeconds(3), Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Joins process 0 at the first of its addresses that leads there.</summary>
    /// <exception cref="TimeoutException">None does.</exception>
    internal static Socket Connect(WatchInvitation invitation, int rank, TimeSpan timeout)
    {
        Stopwatch clock = Stopwatch.StartNew();
        // On one host the way that leaves it may be shut.
        string[] addresses = invitation.Host == Environment.MachineName
            ? [.. invitation.Addresses.Reverse()]
            : invitation.Addresses;
        do
        {
            foreach (string address in addresses)
                if (TryConnect(IPAddress.Parse(address), invitation, rank) is { } socket) return socket;
            Thread.Sleep(Pause);
        }
        while (clock.Elapsed < timeout);
        throw new TimeoutException(string.Create(
            CultureInfo.InvariantCulture,
            $"Process {rank} on {Environment.MachineName} cannot reach process 0 on {invitation.Host} (port {invitation.Port} of "
                + $"{string.Join(", ", addresses)}): open the network between them, or name its interface in "
                + $"TEXTBREWER_MPI_INTERFACE."));
    }

    /// <summary>Lets a process in that knows the token.</summary>
    internal static Guest? Admit(Socket socket, WatchInvitation invitation, int size)
    {
        try
        {
            Prepare(socket);
            using NetworkStream stream = new(socket);
            using BinaryReader reader = new(stream);
            byte[] question = reader.ReadBytes(WatchInvitation.TokenBytes);
            if (CryptographicOperations.FixedTimeEquals(question, invitation.Question))
            {
                Guest guest = new(reader.ReadInt32(), reader.ReadString(), socket);
                if (guest.Rank > 0 && guest.Rank < size)
                {
                    stream.Write(invitation.Answer);
                    return guest;
                }
            }
        }
        catch (IOException)
        {
            // A stranger.
        }
        socket.Dispose();
        return null;
    }

    private static Socket? TryConnect(IPAddress address, WatchInvitation invitation, int rank)
    {
        Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            Prepare(socket);
            if (!socket.ConnectAsync(address, invitation.Port).Wait(Attempt)) throw new IOException("No answer.");
            using NetworkStream stream = new(socket);
            using BinaryWriter writer = new(new MemoryStream());
            writer.Write(invitation.Question);
            writer.Write(rank);
            writer.Write(Environment.MachineName);
            stream.Write(((MemoryStream)writer.BaseStream).ToArray());
            byte[] answer = new byte[WatchInvitation.TokenBytes];
            stream.ReadExactly(answer);
            if (CryptographicOperations.FixedTimeEquals(answer, invitation.Answer)) return socket;
        }
        catch (Exception error) when (error is IOException or SocketException or AggregateException)
        {
            // Somebody else, or nobody: the next address.
        }
        socket.Dispose();
        return null;
    }

    private static void Prepare(Socket socket)
    {
        socket.NoDelay = true;
        socket.ReceiveTimeout = socket.SendTimeout = (int)Attempt.TotalMilliseconds;
    }
}
