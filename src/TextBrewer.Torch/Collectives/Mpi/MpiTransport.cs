using System.Diagnostics;
using System.Runtime.InteropServices;

namespace TextBrewer.Torch.Collectives.Mpi;

/// <summary>
/// Bytes between processes: MPI's calls on spans, each of fewer bytes than an int counts. They are started and then asked whether they are
/// done, because the calls that wait keep a core busy that another process may need.
/// </summary>
internal sealed unsafe class MpiTransport : IDisposable
{
    // How long it asks before it gives the core away: one that others want comes back late.
    private static readonly TimeSpan Turn = TimeSpan.FromMicroseconds(200);

    // Who waits longer than this for others to come sleeps for a millisecond at a time, and asks so often after each: the libraries take a
    // step forward whenever they are asked.
    private static readonly TimeSpan Awake = TimeSpan.FromMilliseconds(5);
    private const int Steps = 20;

    private readonly MpiBinding _mpi;
    private readonly Action<string> _fail;

    // MPICH's handle fills half of it.
    private readonly nint _request = Marshal.AllocHGlobal(sizeof(long));

    /// <summary>Joins the other processes.</summary>
    /// <param name="mpi">The library.</param>
    /// <param name="fail">Ends the process with a sentence.</param>
    internal MpiTransport(MpiBinding mpi, Action<string> fail)
    {
        (_mpi, _fail) = (mpi, fail);
        (Rank, Size) = mpi.Start();
    }

    internal int Rank { get; }

    internal int Size { get; }

    /// <summary>Waits for all processes, however long, and compares what they bring.</summary>
    /// <returns>The smallest and the largest value.</returns>
    internal (long Least, long Most) Meet(long value)
    {
        long* sent = stackalloc long[] { value, -value }, most = stackalloc long[2];
        Start(_mpi.AllReduce((nint)sent, (nint)most, 2, _mpi.Longs, _mpi.Max, _mpi.World, _request), "MPI_Iallreduce");
        long start = Stopwatch.GetTimestamp();
        bool isDone = IsDoneIn(Turn);
        while (!isDone)
        {
            if (Stopwatch.GetElapsedTime(start) < Awake)
            {
                Thread.Yield();
                isDone = IsDoneIn(Turn);
            }
            else isDone = IsDoneAsleep();
        }
        return (-most[1], most[0]);
    }

    /// <summary>Gives every process the bytes of one.</summary>
    internal void Broadcast(Span<byte> bytes, int root)
    {
        fixed (byte* buffer = bytes)
        {
            Start(_mpi.Broadcast((nint)buffer, bytes.Length, _mpi.Bytes, root, _mpi.World, _request), "MPI_Ibcast");
            Wait();
        }
    }

    /// <summary>Gives every process what all bring, one after the other.</summary>
    /// <param name="send">What this process brings.</param>
    /// <param name="receive">All of it.</param>
    /// <param name="counts">How much each brings.</param>
    internal void AllGather(ReadOnlySpan<byte> send, Span<byte> receive, int[] counts)
    {
        fixed (byte* from = send, to = receive)
        fixed (int* sizes = counts, places = Places(counts))
        {
            int code = _mpi.AllGather(
                (nint)from,
                send.Length,
                _mpi.Bytes,
                (nint)to,
                (nint)sizes,
                (nint)places,
                _mpi.Bytes,
                _mpi.World,
                _request);
            Start(code, "MPI_Iallgatherv");
            Wait();
        }
    }

    /// <summary>Gives one process what all bring, one after the other.</summary>
    internal void Gather(ReadOnlySpan<byte> send, Span<byte> receive, int[] counts, int root)
    {
        fixed (byte* from = send, to = receive)
        fixed (int* sizes = counts, places = Places(counts))
        {
            int code = _mpi.Gather(
                (nint)from,
                send.Length,
                _mpi.Bytes,
                (nint)to,
                (nint)sizes,
                (nint)places,
                _mpi.Bytes,
                root,
                _mpi.World,
                _request);
            Start(code, "MPI_Igatherv");
            Wait();
        }
    }

    /// <summary>Gives each process its part of what every process brings.</summary>
    internal void Exchange(ReadOnlySpan<byte> send, int[] sendCounts, Span<byte> receive, int[] receiveCounts)
    {
        fixed (byte* from = send, to = receive)
        fixed (int* sent = sendCounts, sentPlaces = Places(sendCounts))
        fixed (int* received = receiveCounts, receivedPlaces = Places(receiveCounts))
        {
            int code = _mpi.Exchange(
                (nint)from,
                (nint)sent,
                (nint)sentPlaces,
                _mpi.Bytes,
                (nint)to,
                (nint)received,
                (nint)receivedPlaces,
                _mpi.Bytes,
                _mpi.World,
                _request);
            Start(code, "MPI_Ialltoallv");
            Wait();
        }
    }

    /// <summary>A number of every process, by rank.</summary>
    internal long[] AllGather(long value)
    {
        long[] all = new long[Size];
        AllGather(MemoryMarshal.AsBytes(new ReadOnlySpan<long>(in value)), MemoryMarshal.AsBytes(all.AsSpan()), Each(sizeof(long)));
        return all;
    }

    /// <summary>The same count for each process.</summary>
    internal int[] Each(int count)
    {
        int[] counts = new int[Size];
        Array.Fill(counts, count);
        return counts;
    }

    /// <summary>Leaves the other processes.</summary>
    public void Dispose()
    {
        _mpi.Finish();
        Marshal.FreeHGlobal(_request);
    }

    private static int[] Places(int[] counts)
    {
        int[] places = new int[counts.Length];
        for (int i = 1; i < counts.Length; i++) places[i] = checked(places[i - 1] + counts[i - 1]);
        return places;
    }

    private void Start(int code, string function)
    {
        if (code != 0) _fail($"{function} failed: {_mpi.Explain(code)}.");
    }

    private bool IsDone()
    {
        Start(_mpi.Test(_request, out int done, _mpi.NoStatus), "MPI_Test");
        return done != 0;
    }

    private bool IsDoneIn(TimeSpan time)
    {
        long start = Stopwatch.GetTimestamp();
        do
            if (IsDone()) return true;
        while (Stopwatch.GetElapsedTime(start) < time);
        return false;
    }

    private bool IsDoneAsleep()
    {
        Thread.Sleep(1);
        for (int i = 0; i < Steps; i++)
            if (IsDone()) return true;
        return false;
    }

    /// <summary>Everybody is here: the data come as fast as they are fetched.</summary>
    private void Wait()
    {
        while (!IsDoneIn(Turn)) Thread.Yield();
    }
}
