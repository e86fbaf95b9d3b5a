using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Collectives;

/// <summary>
/// Numbers of 16 bits, bfloat16 or float16, reduced in float32: each result is rounded once, to the nearest, ties to even.
/// </summary>
internal static class HalfSums
{
    // So many values at once lie on the stack.
    private const int AtOnce = 1024;

    /// <summary>Reduces blocks of the same number of values into the first one, in their order.</summary>
    /// <param name="blocks">The blocks, one after the other.</param>
    /// <param name="count">How many.</param>
    /// <param name="type">What the values are.</param>
    /// <param name="combine">Combines sums so far with further values, into the former.</param>
    internal static void Reduce(Span<ushort> blocks, int count, ScalarType type, Action<Span<float>, ReadOnlySpan<float>> combine)
    {
        Span<float> sums = stackalloc float[AtOnce], further = stackalloc float[AtOnce];
        int length = blocks.Length / count;
        for (int at = 0; at < length; at += AtOnce)
        {
            int own = Math.Min(AtOnce, length - at);
            Widen(blocks.Slice(at, own), sums, type);
            for (int block = 1; block < count; block++)
            {
                Widen(blocks.Slice((block * length) + at, own), further, type);
                combine(sums[..own], further[..own]);
            }
            Narrow(sums[..own], blocks.Slice(at, own), type);
        }
    }

    private static void Widen(ReadOnlySpan<ushort> values, Span<float> wide, ScalarType type)
    {
        if (type == ScalarType.Float16)
        {
            ReadOnlySpan<Half> halves = MemoryMarshal.Cast<ushort, Half>(values);
            for (int i = 0; i < halves.Length; i++) wide[i] = (float)halves[i];
            return;
        }
        // A bfloat16 is the upper half of a float32.
        Span<uint> bits = MemoryMarshal.Cast<float, uint>(wide);
        int whole = values.Length - (values.Length % Vector<ushort>.Count);
        for (int i = 0; i < whole; i += Vector<ushort>.Count)
        {
            Vector.Widen(new Vector<ushort>(values[i..]), out Vector<uint> low, out Vector<uint> high);
            (low << 16).CopyTo(bits[i..]);
            (high << 16).CopyTo(bits[(i + Vector<uint>.Count)..]);
        }
        for (int i = whole; i < values.Length; i++) bits[i] = (uint)values[i] << 16;
    }

    private static void Narrow(ReadOnlySpan<float> wide, Span<ushort> values, ScalarType type)
    {
        if (type == ScalarType.Float16)
        {
            Span<Half> halves = MemoryMarshal.Cast<ushort, Half>(values);
            for (int i = 0; i < wide.Length; i++) halves[i] = (Half)wide[i];
            return;
        }
        // What is no number stays none: its lower half is 0, as it was in what it was made of, and nothing is carried upwards.
        const uint JustBelowHalf = 0x7fff;
        ReadOnlySpan<uint> bits = MemoryMarshal.Cast<float, uint>(wide);
        for (int i = 0; i < wide.Length; i++) values[i] = (ushort)((bits[i] + JustBelowHalf + ((bits[i] >> 16) & 1)) >> 16);
    }
}
