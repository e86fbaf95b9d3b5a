using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TextBrewer.Stores;

/// <summary>How numbers change on their way between a tensor and its stored bytes.</summary>
/// <param name="from">The type that they come in.</param>
/// <param name="to">The type that they become; the same, or one of the two is 16 bits wide.</param>
internal readonly struct Recode(ScalarType from, ScalarType to)
{
    /// <summary>Bytes of a number before.</summary>
    internal int Source { get; } = SignalSlot.ElementSize(from);

    /// <summary>Bytes of a number after.</summary>
    internal int Target { get; } = SignalSlot.ElementSize(to);

    /// <summary>Whether a type is kept in 16 bits where half precision is wanted.</summary>
    internal static bool IsHalved(ScalarType type) => type is ScalarType.Float32 or ScalarType.Float64;

    /// <summary>Changes a run of numbers.</summary>
    internal void Run(ReadOnlySpan<byte> source, Span<byte> target)
    {
        if (from == to) source.CopyTo(target);
        else if (from == ScalarType.Float32) TensorPrimitives.ConvertToHalf(Cast<float>(source), Cast<Half>(target));
        else if (to == ScalarType.Float32) TensorPrimitives.ConvertToSingle(Cast<Half>(source), Cast<float>(target));
        else if (from == ScalarType.Float64) Convert(Cast<double>(source), Cast<Half>(target));
        else Convert(Cast<Half>(source), Cast<double>(target));
    }

    private static ReadOnlySpan<T> Cast<T>(ReadOnlySpan<byte> bytes)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(bytes);

    private static Span<T> Cast<T>(Span<byte> bytes)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(bytes);

    private static void Convert(ReadOnlySpan<double> source, Span<Half> target)
    {
        for (int i = 0; i < source.Length; i++) target[i] = (Half)source[i];
    }

    private static void Convert(ReadOnlySpan<Half> source, Span<double> target)
    {
        for (int i = 0; i < source.Length; i++) target[i] = (double)source[i];
    }
}
