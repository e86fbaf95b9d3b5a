using System.Buffers.Binary;

namespace TextBrewer.Text.Tokenizing;

/// <summary>The fields of a protobuf message, one after the other; no size in it is believed before it is checked.</summary>
internal static class ProtoFields
{
    /// <summary>A field: its number, and its value as a number or as bytes.</summary>
    internal readonly record struct Field(int Number, ulong Value, ReadOnlyMemory<byte> Bytes)
    {
        internal float Single => BitConverter.UInt32BitsToSingle((uint)Value);
    }

    /// <exception cref="FormatException">It is damaged.</exception>
    internal static IEnumerable<Field> Read(ReadOnlyMemory<byte> message)
    {
        int at = 0;
        while (at < message.Length)
        {
            ulong key = Varint(message.Span, ref at);
            int number = (int)Math.Min(key >> 3, int.MaxValue);
            switch (key & 7)
            {
                case 0:
                    yield return new Field(number, Varint(message.Span, ref at), default);
                    break;
                case 1:
                    yield return new Field(number, BinaryPrimitives.ReadUInt64LittleEndian(Take(message, 8, ref at).Span), default);
                    break;
                case 2:
                    yield return new Field(number, 0, Take(message, Varint(message.Span, ref at), ref at));
                    break;
                case 5:
                    yield return new Field(number, BinaryPrimitives.ReadUInt32LittleEndian(Take(message, 4, ref at).Span), default);
                    break;
                default:
                    throw new FormatException($"byte {at} begins a field of an unknown kind");
            }
        }
    }

    private static ReadOnlyMemory<byte> Take(ReadOnlyMemory<byte> message, ulong length, ref int at)
    {
        if (length > (ulong)(message.Length - at)) throw new FormatException("it is cut off");
        ReadOnlyMemory<byte> bytes = message.Slice(at, (int)length);
        at += (int)length;
        return bytes;
    }

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            if (at >= bytes.Length) throw new FormatException("it is cut off");
            byte one = bytes[at++];
            value |= (ulong)(one & 0x7F) << shift;
            if (one < 0x80) return value;
        }
        throw new FormatException($"the number before byte {at} has no end");
    }
}
