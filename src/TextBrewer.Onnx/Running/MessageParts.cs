using System.Text;

namespace TextBrewer.Onnx.Running;

/// <summary>
/// The parts of a protobuf message in a file, found by their lengths: what is large, the weights, is passed over and not read.
/// </summary>
internal sealed class MessageParts(Stream file)
{
    private const int Varint = 0, EightBytes = 1, Delimited = 2, FourBytes = 5, LongestText = 4096;

    /// <summary>The texts, bytes and messages in a message, each with its field's number and its place.</summary>
    /// <exception cref="InvalidDataException">It is no message.</exception>
    internal IEnumerable<(int Field, long From, long To)> Of(long from, long to)
    {
        for (long at = from; at < to;)
        {
            file.Position = at;
            ulong tag = Number();
            switch ((int)(tag & 7))
            {
                case Varint:
                    Number();
                    at = file.Position;
                    break;
                case EightBytes:
                    at = file.Position + 8;
                    break;
                case FourBytes:
                    at = file.Position + 4;
                    break;
                case Delimited:
                    ulong length = Number();
                    long start = file.Position;
                    if (start > to || length > (ulong)(to - start)) throw Broken();
                    at = start + (long)length;
                    yield return ((int)(tag >> 3), start, at);
                    break;
                default:
                    throw Broken();
            }
            if (at > to) throw Broken();
        }
    }

    /// <summary>A text, of which the beginning is enough.</summary>
    internal string Text(long from, long to)
    {
        byte[] bytes = new byte[Math.Min(to - from, LongestText)];
        file.Position = from;
        file.ReadExactly(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    private ulong Number()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            int next = file.ReadByte();
            if (next < 0) throw Broken();
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80) return value;
        }
        throw Broken();
    }

    private static InvalidDataException Broken() => new("it is cut off, or not ONNX");
}
