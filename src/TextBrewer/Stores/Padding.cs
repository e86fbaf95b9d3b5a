using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TextBrewer.Stores;

/// <summary>Fills the numbers of a tensor with what stands at padding.</summary>
internal static class Padding
{
    /// <summary>Fills bytes with a number of a type.</summary>
    internal static void Fill(Span<byte> bytes, ScalarType type, double value)
    {
        if (value == 0)
        {
            bytes.Clear();
            return;
        }
        switch (type)
        {
            case ScalarType.Float32: MemoryMarshal.Cast<byte, float>(bytes).Fill((float)value); break;
            case ScalarType.Float64: MemoryMarshal.Cast<byte, double>(bytes).Fill(value); break;
            case ScalarType.Float16: MemoryMarshal.Cast<byte, Half>(bytes).Fill((Half)value); break;
            case ScalarType.BFloat16: MemoryMarshal.Cast<byte, ushort>(bytes).Fill(BrainFloat(value)); break;
            case ScalarType.Int64: MemoryMarshal.Cast<byte, long>(bytes).Fill((long)value); break;
            case ScalarType.Int32: MemoryMarshal.Cast<byte, int>(bytes).Fill((int)value); break;
            case ScalarType.Int16: MemoryMarshal.Cast<byte, short>(bytes).Fill((short)value); break;
            case ScalarType.Int8: MemoryMarshal.Cast<byte, sbyte>(bytes).Fill((sbyte)value); break;
            case ScalarType.Byte: bytes.Fill((byte)value); break;
            case ScalarType.Bool: bytes.Fill(1); break;
            default: throw new NotSupportedException($"Tensors of {type} cannot be padded with {value}.");
        }
    }

    // The upper half of a float of 32 bits, rounded to nearest.
    private static ushort BrainFloat(double value)
    {
        uint bits = BitConverter.SingleToUInt32Bits((float)value);
        return (ushort)((bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
    }
}
