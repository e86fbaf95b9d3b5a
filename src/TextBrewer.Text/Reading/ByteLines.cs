using System.Collections;

namespace TextBrewer.Text.Reading;

/// <summary>The lines of a file as bytes, each with its line feed where it has one; a line is gone when the next is asked for.</summary>
/// <param name="path">The file.</param>
/// <param name="longest">The most bytes of a line.</param>
/// <param name="inParts">Whether a longer line is given in parts, none of which ends within a character; else it is an error.</param>
internal sealed class ByteLines(string path, int longest, bool inParts = false) : IEnumerable<ReadOnlyMemory<byte>>
{
    private const int BufferSize = 1 << 16;

    public IEnumerator<ReadOnlyMemory<byte>> GetEnumerator()
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        byte[] buffer = new byte[BufferSize];
        int start = 0, end = 0;
        while (true)
        {
            int length = buffer.AsSpan(start, end - start).IndexOf((byte)'\n') + 1;
            if (length > 0)
            {
                yield return buffer.AsMemory(start, length);
                start += length;
                continue;
            }
            if (inParts && end - start >= longest)
            {
                length = PartOf(buffer.AsSpan(start, longest));
                yield return buffer.AsMemory(start, length);
                start += length;
                continue;
            }
            buffer = WithRoom(buffer, ref start, ref end);
            int read = file.Read(buffer, end, buffer.Length - end);
            if (read == 0) break;
            end += read;
        }
        if (end > start) yield return buffer.AsMemory(start, end - start);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>As much of a line as ends with a word, where words end, and with a character.</summary>
    private static int PartOf(ReadOnlySpan<byte> bytes)
    {
        int space = bytes.LastIndexOf((byte)' ');
        if (space > bytes.Length / 2) return space + 1;
        int end = bytes.Length;
        while (end > bytes.Length - 3 && (bytes[end - 1] & 0xC0) == 0x80) end--;
        return (bytes[end - 1] & 0xC0) == 0xC0 ? end - 1 : end;
    }

    /// <summary>What is left of a line stands at the front, with room behind it.</summary>
    private byte[] WithRoom(byte[] buffer, ref int start, ref int end)
    {
        int left = end - start;
        if (left >= longest)
            throw new InvalidDataException($"'{path}' has a line that is longer than a gigabyte: split it into several files.");
        byte[] target = left > buffer.Length / 2 ? new byte[(int)Math.Min(2L * buffer.Length, (long)longest + BufferSize)] : buffer;
        buffer.AsSpan(start, left).CopyTo(target);
        (start, end) = (0, left);
        return target;
    }
}
