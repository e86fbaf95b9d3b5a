using System.Runtime.InteropServices;
using TextBrewer.Torch.Collectives;
using static TorchSharp.torch;

namespace TextBrewer.Testing;

/// <summary>
/// The processes of a run as threads of one: each calls the same code with a rank of its own. Reduces in the order of ranks. Where one
/// thread fails or disagrees about a call, the others stop waiting for it.
/// </summary>
public sealed class ThreadCollective : ICollective
{
    private readonly ThreadMeeting _meeting;

    private ThreadCollective(ThreadMeeting meeting, int rank) => (_meeting, Rank) = (meeting, rank);

    public int Rank { get; }

    public int Size => _meeting.Size;

    /// <summary>Runs an action once for each rank at the same time, and throws the exception that stopped the first of them.</summary>
    public static void Run(int size, Action<ICollective> action) =>
        Run(size, collective =>
        {
            action(collective);
            return true;
        });

    /// <summary>Runs a function once for each rank at the same time.</summary>
    /// <returns>What each came to, by rank.</returns>
    public static T[] Run<T>(int size, Func<ICollective, T> function)
    {
        using ThreadMeeting meeting = new(size);
        var results = new T[size];
        Thread[] threads = [.. Enumerable.Range(0, size).Select(rank => new Thread(() => meeting.Guard(rank, () =>
        {
            using ThreadCollective collective = new(meeting, rank);
            results[rank] = function(collective);
        })))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        meeting.ThrowFailure();
        return results;
    }

    public void AllReduce(Tensor values, ReduceOperation operation = ReduceOperation.Sum)
    {
        if (!values.is_contiguous() || values.device_type != TorchSharp.DeviceType.CPU)
            throw new ArgumentException("A tensor is reduced where it lies in one piece on the CPU.", nameof(values));
        Span<byte> bytes = values.numel() == 0 ? [] : values.bytes;
        string call = $"{operation} of {values.numel()} {values.dtype}";
        switch (values.dtype)
        {
            case ScalarType.Float32: Reduce(MemoryMarshal.Cast<byte, float>(bytes), operation, call); break;
            case ScalarType.Float64: Reduce(MemoryMarshal.Cast<byte, double>(bytes), operation, call); break;
            case ScalarType.Int64: Reduce(MemoryMarshal.Cast<byte, long>(bytes), operation, call); break;
            case ScalarType.BFloat16 or ScalarType.Float16:
                using (Tensor wide = values.to(ScalarType.Float32))
                {
                    AllReduce(wide, operation);
                    values.copy_(wide);
                }
                break;
            default: throw new ArgumentException($"Values of {values.dtype} are not reduced.", nameof(values));
        }
    }

    public void AllReduce(Span<double> values, ReduceOperation operation = ReduceOperation.Sum) =>
        Reduce(values, operation, $"{operation} of {values.Length} numbers");

    public void Broadcast(Span<byte> bytes, int root = 0) =>
        _meeting.Share(Rank, $"broadcast of {bytes.Length} bytes from {root}", Rank == root ? bytes.ToArray() : [])[root].CopyTo(bytes);

    public IReadOnlyList<byte[]> AllGather(ReadOnlySpan<byte> bytes) => Copies(_meeting.Share(Rank, "all-gather", bytes.ToArray()));

    public IReadOnlyList<byte[]> Gather(ReadOnlySpan<byte> bytes, int root = 0)
    {
        byte[][] all = _meeting.Share(Rank, $"gather at {root}", bytes.ToArray());
        return Rank == root ? all : [];
    }

    public void Barrier() => _meeting.Share(Rank, "barrier", 0);

    public void Dispose()
    {
    }

    private static byte[][] Copies(byte[][] parts) => Array.ConvertAll(parts, part => part.ToArray());

    private void Reduce<T>(Span<T> values, ReduceOperation operation, string call) where T : unmanaged, System.Numerics.INumber<T>
    {
        T[][] all = _meeting.Share(Rank, call, values.ToArray());
        for (int i = 0; i < values.Length; i++)
        {
            T result = all[0][i];
            for (int rank = 1; rank < Size; rank++) result = Join(result, all[rank][i]);
            values[i] = result;
        }

        T Join(T a, T b) => operation switch
        {
            ReduceOperation.Min => T.Min(a, b),
            ReduceOperation.Max => T.Max(a, b),
            _ => a + b,
        };
    }
}
