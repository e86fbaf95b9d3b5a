using System.Buffers.Binary;
using System.Text;

namespace TextBrewer.Torch.Weights.Pickling;

/// <summary>The bytes of one pickle. Nothing is allocated for bytes that are not there.</summary>
internal sealed class PickleInput(Stream stream, PickleFault fault)
{
    /// <summary>The longest pickle: a tensor takes some two hundred bytes of it.</summary>
    internal const int Limit = 16 << 20;

    private const int LongestLine = 1000;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private long _left = Math.Min(Limit, stream.Length - stream.Position);

    internal byte Byte()
    {
        if (--_left < 0 || stream.ReadByte() is not (>= 0 and int value)) throw fault.Damaged("its pickle is cut off or longer than any "
            + "state dict's");
        return (byte)value;
    }

    internal byte[] Bytes(long count)
    {
        if (count < 0 || count > _left) throw fault.Damaged($"a value of its pickle claims {count} bytes, of which {_left} are there");
        byte[] bytes = new byte[count];
        _left -= count;
        stream.ReadExactly(bytes);
        return bytes;
    }

    internal int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Bytes(4));

    internal uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4));

    internal long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Bytes(8));

    /// <summary>A whole number of so many bytes, two's complement.</summary>
    internal long Number(int length)
    {
        if (length > sizeof(long)) throw fault.Damaged($"a number of {length} bytes stands in its pickle");
        long value = 0;
        byte[] bytes = Bytes(length);
        for (int i = length - 1; i >= 0; i--) value = (value << 8) | (i == length - 1 ? (sbyte)bytes[i] : bytes[i]);
        return value;
    }

    internal string Text(long length) => Decode(Bytes(length));

    /// <summary>Text up to the end of the line.</summary>
    internal string Line()
    {
        List<byte> line = [];
        for (byte next = Byte(); next != '\n'; next = Byte())
        {
            line.Add(next);
            if (line.Count > LongestLine) throw fault.Damaged($"a name of more than {LongestLine} bytes stands in its pickle");
        }
        return Decode([.. line]);
    }

    private string Decode(byte[] bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException problem)
        {
            throw fault.Damaged("a text of its pickle is not UTF-8", problem);
        }
    }
}
