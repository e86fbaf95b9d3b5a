using System.Runtime.InteropServices;
using TextBrewer.Torch.Collectives.Watching;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Collectives.Mpi;

/// <summary>
/// The processes that <c>mpirun</c> started. Before each call all of them meet and compare it, waiting as politely as a program can; what
/// follows finds everybody there.
/// </summary>
internal sealed class MpiCollective : ICollective
{
    // Up to here every process gets all values and reduces them itself: fewer messages.
    private const int SmallBytes = 4096;

    private readonly MpiTransport _transport;
    private readonly RunWatch _watch;
    private readonly int _segmentBytes;
    private byte[] _scratch = [];
    private bool _isDisposed;

    internal MpiCollective(MpiTransport transport, RunWatch watch, int segmentBytes) =>
        (_transport, _watch, _segmentBytes) = (transport, watch, segmentBytes);

    /// <inheritdoc/>
    public int Rank => _transport.Rank;

    /// <inheritdoc/>
    public int Size => _transport.Size;

    /// <inheritdoc/>
    public IRunWatch Watch => _watch;

    /// <inheritdoc/>
    public void AllReduce(Tensor values, ReduceOperation operation = ReduceOperation.Sum)
    {
        CollectiveValues.Check(values);
        long count = values.numel(), atOnce = Math.Max(1, _segmentBytes / values.element_size());
        Begin(new CollectiveCall(CollectiveKind.AllReduce, count, Type: values.dtype, Operation: operation));
        using Tensor flat = values.detach().view(-1);
        for (long at = 0; at < count; at += atOnce)
        {
            using Tensor segment = flat.narrow(0, at, Math.Min(atOnce, count - at));
            Reduce(segment.bytes, (int)segment.numel(), values.dtype, operation);
        }
        End();
    }

    /// <inheritdoc/>
    public void AllReduce(Span<double> values, ReduceOperation operation = ReduceOperation.Sum)
    {
        Begin(new CollectiveCall(CollectiveKind.AllReduce, values.Length, Type: ScalarType.Float64, Operation: operation));
        int atOnce = Math.Max(1, _segmentBytes / sizeof(double));
        for (int at = 0; at < values.Length; at += atOnce)
        {
            Span<double> segment = values.Slice(at, Math.Min(atOnce, values.Length - at));
            Reduce(MemoryMarshal.AsBytes(segment), segment.Length, ScalarType.Float64, operation);
        }
        End();
    }

    /// <inheritdoc/>
    public void Broadcast(Span<byte> bytes, int root = 0)
    {
        Begin(new CollectiveCall(CollectiveKind.Broadcast, bytes.Length, root));
        for (int at = 0; at < bytes.Length; at += _segmentBytes)
        {
            _transport.Broadcast(bytes.Slice(at, Math.Min(_segmentBytes, bytes.Length - at)), root);
            _watch.Progress();
        }
        End();
    }

    /// <inheritdoc/>
    public IReadOnlyList<byte[]> AllGather(ReadOnlySpan<byte> bytes)
    {
        Begin(new CollectiveCall(CollectiveKind.AllGather));
        PartList all = new(_transport.AllGather((long)bytes.Length), _segmentBytes);
        for (int round = 0; round < all.Rounds; round++)
        {
            Span<byte> received = Room(ref _scratch, all.Total(round));
            _transport.AllGather(all.Take(bytes, round), received, all.Counts(round));
            all.Fill(received, round);
            _watch.Progress();
        }
        End();
        return all.Parts;
    }

    /// <inheritdoc/>
    public IReadOnlyList<byte[]> Gather(ReadOnlySpan<byte> bytes, int root = 0)
    {
        Begin(new CollectiveCall(CollectiveKind.Gather, Root: root));
        PartList all = new(_transport.AllGather((long)bytes.Length), _segmentBytes, isKept: Rank == root);
        for (int round = 0; round < all.Rounds; round++)
        {
            Span<byte> received = Room(ref _scratch, Rank == root ? all.Total(round) : 0);
            _transport.Gather(all.Take(bytes, round), received, all.Counts(round), root);
            if (Rank == root) all.Fill(received, round);
            _watch.Progress();
        }
        End();
        return all.Parts;
    }

    /// <inheritdoc/>
    public void Barrier()
    {
        Begin(new CollectiveCall(CollectiveKind.Barrier));
        End();
    }

    /// <summary>Waits until all processes have come to their end, and leaves them.</summary>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _watch.Dispose();
        _transport.Dispose();
    }

    private void Begin(CollectiveCall call)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _watch.Enter();
        (long least, long most) = _transport.Meet(call.Code);
        if (least == most) return;
        long[] codes = _transport.AllGather(call.Code);
        int other = Array.FindIndex(codes, code => code != codes[0]);
        End();
        throw new InvalidOperationException($"The processes disagree: process 0 calls '{CollectiveCall.Of(codes[0])}', process {other} "
            + $"'{CollectiveCall.Of(codes[other])}'.");
    }

    private void End() => _watch.Leave();

    /// <summary>Each process reduces its share of the values, in the order of ranks, and gives it to all.</summary>
    private void Reduce(Span<byte> values, int count, ScalarType type, ReduceOperation operation)
    {
        if (values.Length <= SmallBytes)
        {
            Span<byte> all = Room(ref _scratch, values.Length * Size);
            _transport.AllGather(values, all, _transport.Each(values.Length));
            ElementReduction.Reduce(all, Size, type, operation);
            all[..values.Length].CopyTo(values);
        }
        else
        {
            int width = values.Length / count;
            int[] counts = Array.ConvertAll(Share.Counts(count, Size), share => share * width);
            int own = counts[Rank];
            Span<byte> blocks = Room(ref _scratch, own * Size);
            _transport.Exchange(values, counts, blocks, _transport.Each(own));
            ElementReduction.Reduce(blocks, Size, type, operation);
            _transport.AllGather(blocks[..own], values, counts);
        }
        _watch.Progress();
    }

    private static Span<byte> Room(ref byte[] buffer, int length)
    {
        if (buffer.Length < length) buffer = GC.AllocateUninitializedArray<byte>(length);
        return buffer.AsSpan(0, length);
    }
}
