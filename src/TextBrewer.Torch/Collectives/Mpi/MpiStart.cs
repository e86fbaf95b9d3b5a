using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using TextBrewer.Torch.Collectives.Watching;
using TextBrewer.Torch.Native;

namespace TextBrewer.Torch.Collectives.Mpi;

/// <summary>Joins the processes of a run: MPI first, and then the watch over them, whose addresses MPI carries.</summary>
internal static class MpiStart
{
    /// <summary>The variable that names the network interface between the hosts.</summary>
    internal const string InterfaceVariable = "TEXTBREWER_MPI_INTERFACE";

    // The variables by which libraries are told to use one network interface.
    private static readonly string[] InterfaceVariables =
        ["OMPI_MCA_btl_tcp_if_include", "FI_TCP_IFACE", "FI_SOCKETS_IFACE", "MPIR_CVAR_NEMESIS_TCP_NETWORK_IFACE"];

    private static readonly TimeSpan LastWait = TimeSpan.FromSeconds(5);

    internal static MpiCollective Join(Launch launch, CollectiveOptions options)
    {
        string? network = options.Interface ?? Environment.GetEnvironmentVariable(InterfaceVariable);
        if (string.IsNullOrWhiteSpace(network)) network = null;
        if (network is not null)
        {
            // Before the library hears of it, which would wait, or say it in words of its own.
            _ = HostAddresses.Of(network);
            foreach (string name in InterfaceVariables) SetDefault(name, network);
        }
        // UCX, which many MPI libraries are built on, would end the process where .NET throws a NullReferenceException.
        SetDefault("UCX_ERROR_SIGNALS", "");
        MpiBinding mpi = new(MpiLibrary.Load(launch, Environment.GetEnvironmentVariable(MpiLibrary.Variable)));
        RunEnd end = new(options.Report, () => _ = mpi.Abort(mpi.World, options.ExitCode), LastWait);
        RunWatch? watch = null;
        MpiTransport transport = new(mpi, Fail);
        if (transport.Size != launch.Size)
            throw new InvalidDataException(
                $"The launcher started {launch.Size} processes, but {mpi.Library.Name} ({mpi.Version()}) sees {transport.Size}: it belongs "
                    + $"to another launcher. Name the file of the launcher's own library in {MpiLibrary.Variable}.");
        watch = StartWatch(transport, network, options.Timeout, end);
        return new MpiCollective(transport, watch, options.SegmentBytes);

        // Where a process dies the others' calls may fail: the watch says it better, and once.
        void Fail(string sentence)
        {
            Thread.Sleep(LastWait);
            watch?.Fail(sentence);
            end.Because(sentence);
        }
    }

    private static RunWatch StartWatch(MpiTransport transport, string? network, TimeSpan timeout, RunEnd end)
    {
        using WatchListener? listener = transport.Rank == 0 ? Listen(network, end) : null;
        byte[] invitation = Share(transport, listener is null ? [] : JsonSerializer.SerializeToUtf8Bytes(listener.Invitation));
        WatchInvitation invited = JsonSerializer.Deserialize<WatchInvitation>(invitation)!;
        string? trouble = null;
        Socket? toFirst = null;
        Guest[] guests = [];
        try
        {
            if (listener is null) toFirst = WatchEntrance.Connect(invited, transport.Rank, timeout);
            else guests = listener.Accept(transport.Size, timeout);
        }
        catch (Exception error) when (error is SocketException or IOException or TimeoutException)
        {
            trouble = error.Message;
        }
        string[] troubles = Texts(transport, trouble ?? "");
        if (Array.FindLast(troubles, text => text.Length > 0) is { } sentence)
        {
            if (transport.Rank == 0) end.Because(sentence);
            else end.Silently();
        }
        return toFirst is null ? new WatchHub(guests, timeout, end) : new WatchMember(toFirst, invited.Host, transport.Rank, timeout, end);
    }

    private static WatchListener Listen(string? network, RunEnd end)
    {
        try
        {
            return new WatchListener(network);
        }
        catch (Exception error) when (error is SocketException or InvalidDataException)
        {
            end.Because(error.Message);
            throw;
        }
    }

    /// <summary>Sets a variable that the library reads when it is loaded; what the user has set stays.</summary>
    private static void SetDefault(string name, string value)
    {
        if (NativeVariables.Get(name) is null) NativeVariables.Set(name, value);
    }

    /// <summary>The bytes of process 0.</summary>
    private static byte[] Share(MpiTransport transport, byte[] bytes)
    {
        byte[] all = new byte[transport.Meet(bytes.Length).Most];
        bytes.CopyTo(all, 0);
        transport.Broadcast(all, root: 0);
        return all;
    }

    private static string[] Texts(MpiTransport transport, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        PartList all = new(transport.AllGather((long)bytes.Length), int.MaxValue);
        byte[] received = new byte[all.Total(0)];
        transport.AllGather(bytes, received, all.Counts(0));
        all.Fill(received, 0);
        return Array.ConvertAll(all.Parts, Encoding.UTF8.GetString);
    }
}
