using System.Runtime.InteropServices;

namespace TextBrewer.Torch.Collectives.Mpi;

/// <summary>Bytes between processes: MPI's calls on spans, each of fewer bytes than an int counts.</summary>
internal sealed class MpiTransport : IDisposable
{
    // A process that comes this much later than others finds them awake; later, asleep for a millisecond at a time.
    private static readonly TimeSpan Awake = TimeSpan.FromMilliseconds(2);

    // What Meet sends, what it gets, and the request: 16 + 16 + 8 bytes.
    private const int MeetingBytes = 40;

    private readonly MpiBinding _mpi;
    private readonly Action<string> _fail;
    private readonly nint _meeting = Marshal.AllocHGlobal(MeetingBytes);

    /// <summary>Joins the other processes.</summary>
    /// <param name="mpi">The library.</param>
    /// <param name="fail">Ends the process with a sentence.</param>
    internal MpiTransport(MpiBinding mpi, Action<string> fail)
    {
        (_mpi, _fail) = (mpi, fail);
        (Rank, Size) = mpi.Start();
        Places = [.. Enumerable.Range(0, Size)];
    }

    internal int Rank { get; }

    internal int Size { get; }

    private int[] Places { get; }

    /// <summary>Waits for all processes, politely, and compares what they bring.</summary>
    /// <returns>The smallest and the largest value.</returns>
    internal (long Least, long Most) Meet(long value)
    {
        Marshal.WriteInt64(_meeting, 0, value);
        Marshal.WriteInt64(_meeting, 8, -value);
        nint request = _meeting + 32;
        // MPICH's handle fills half of its place.
        Marshal.WriteInt64(request, 0);
        Check(_mpi.StartAllReduce(_meeting, _meeting + 16, 2, _mpi.Longs, _mpi.Max, _mpi.World, request), "MPI_Iallreduce");
        long start = Environment.TickCount64;
        while (true)
        {
            Check(_mpi.Test(request, out int done, _mpi.NoStatus), "MPI_Test");
            if (done != 0) return (-Marshal.ReadInt64(_meeting, 24), Marshal.ReadInt64(_meeting, 16));
            if (Environment.TickCount64 - start <= Awake.TotalMilliseconds) Thread.Yield();
            else Thread.Sleep(1);
        }
    }

    /// <summary>Gives every process the bytes of one.</summary>
    internal void Broadcast(Span<byte> bytes, int root) =>
        Check(_mpi.Broadcast(ref MemoryMarshal.GetReference(bytes), bytes.Length, _mpi.Bytes, root, _mpi.World), "MPI_Bcast");

    /// <summary>Gives every process what all bring, one after the other.</summary>
    /// <param name="send">What this process brings.</param>
    /// <param name="receive">All of it.</param>
    /// <param name="counts">How much each brings.</param>
    internal void AllGather(ReadOnlySpan<byte> send, Span<byte> receive, int[] counts) => Check(
        _mpi.AllGather(
            ref MemoryMarshal.GetReference(send),
            send.Length,
            _mpi.Bytes,
            ref MemoryMarshal.GetReference(receive),
            counts,
            Starts(counts),
            _mpi.Bytes,
            _mpi.World),
        "MPI_Allgatherv");

    /// <summary>Gives one process what all bring, one after the other.</summary>
    internal void Gather(ReadOnlySpan<byte> send, Span<byte> receive, int[] counts, int root) => Check(
        _mpi.Gather(
            ref MemoryMarshal.GetReference(send),
            send.Length,
            _mpi.Bytes,
            ref MemoryMarshal.GetReference(receive),
            counts,
            Starts(counts),
            _mpi.Bytes,
            root,
            _mpi.World),
        "MPI_Gatherv");

    /// <summary>Gives each process its part of what every process brings.</summary>
    internal void Exchange(ReadOnlySpan<byte> send, int[] sendCounts, Span<byte> receive, int[] receiveCounts) => Check(
        _mpi.Exchange(
            ref MemoryMarshal.GetReference(send),
            sendCounts,
            Starts(sendCounts),
            _mpi.Bytes,
            ref MemoryMarshal.GetReference(receive),
            receiveCounts,
            Starts(receiveCounts),
            _mpi.Bytes,
            _mpi.World),
        "MPI_Alltoallv");

    /// <summary>A number of every process, by rank.</summary>
    internal long[] AllGather(long value)
    {
        long[] all = new long[Size];
        AllGather(MemoryMarshal.AsBytes(new ReadOnlySpan<long>(in value)), MemoryMarshal.AsBytes(all.AsSpan()), Each(sizeof(long)));
        return all;
    }

    /// <summary>Number j of what a process brings goes to process j.</summary>
    internal long[] Exchange(long[] values)
    {
        long[] all = new long[Size];
        int[] counts = Each(sizeof(long));
        Exchange(MemoryMarshal.AsBytes(values.AsSpan()), counts, MemoryMarshal.AsBytes(all.AsSpan()), counts);
        return all;
    }

    /// <summary>The same count for each process.</summary>
    internal int[] Each(int count) => Array.ConvertAll(Places, _ => count);

    /// <summary>Leaves the other processes.</summary>
    public void Dispose()
    {
        _mpi.Finish();
        Marshal.FreeHGlobal(_meeting);
    }

    private static int[] Starts(int[] counts)
    {
        int[] starts = new int[counts.Length];
        for (int i = 1; i < counts.Length; i++) starts[i] = checked(starts[i - 1] + counts[i - 1]);
        return starts;
    }

    private void Check(int code, string function)
    {
        if (code != 0) _fail($"{function} failed: {_mpi.Explain(code)}.");
    }
}
