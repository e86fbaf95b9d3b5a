using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Collectives;

/// <summary>Reduces values of several processes element by element, in the order of ranks: no network decides about a sum.</summary>
internal static class ElementReduction
{
    /// <summary>Reduces into the first block.</summary>
    /// <param name="blocks">The values of every process, one after the other, of the same number.</param>
    /// <param name="count">The number of processes.</param>
    /// <param name="type">The type of the values.</param>
    /// <param name="operation">How.</param>
    internal static void Reduce(Span<byte> blocks, int count, ScalarType type, ReduceOperation operation)
    {
        switch (type)
        {
            case ScalarType.Float32: Reduce(MemoryMarshal.Cast<byte, float>(blocks), count, operation); break;
            case ScalarType.Float64: Reduce(MemoryMarshal.Cast<byte, double>(blocks), count, operation); break;
            case ScalarType.Int64: Reduce(MemoryMarshal.Cast<byte, long>(blocks), count, operation); break;
            case ScalarType.BFloat16 or ScalarType.Float16:
                HalfSums.Reduce(MemoryMarshal.Cast<byte, ushort>(blocks), count, type, (sums, more) => Reduce(sums, more, operation));
                break;
            default: throw new ArgumentException(CollectiveValues.Unknown(type), nameof(type));
        }
    }

    private static void Reduce<T>(Span<T> blocks, int count, ReduceOperation operation) where T : unmanaged, INumber<T>
    {
        int length = blocks.Length / count;
        Span<T> result = blocks[..length];
        for (int block = 1; block < count; block++) Reduce(result, blocks.Slice(block * length, length), operation);
    }

    private static void Reduce<T>(Span<T> result, ReadOnlySpan<T> values, ReduceOperation operation) where T : unmanaged, INumber<T>
    {
        int whole = result.Length - result.Length % Vector<T>.Count;
        Span<Vector<T>> results = MemoryMarshal.Cast<T, Vector<T>>(result[..whole]);
        ReadOnlySpan<Vector<T>> others = MemoryMarshal.Cast<T, Vector<T>>(values[..whole]);
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = operation switch
            {
                ReduceOperation.Min => Vector.Min(results[i], others[i]),
                ReduceOperation.Max => Vector.Max(results[i], others[i]),
                _ => results[i] + others[i],
            };
        }
        for (int i = whole; i < result.Length; i++)
        {
            result[i] = operation switch
            {
                ReduceOperation.Min => T.Min(result[i], values[i]),
                ReduceOperation.Max => T.Max(result[i], values[i]),
                _ => result[i] + values[i],
            };
        }
    }
}
