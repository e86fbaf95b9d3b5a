using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace TextBrewer.Text.Reading;

/// <summary>A whole UTF-8 file.</summary>
internal sealed class TextFile
{
    /// <summary>One text in .NET has at most a thousand million characters.</summary>
    private const long Largest = 1_000_000_000;

    private TextFile(string path, string content) => (Path, Content) = (path, content);

    internal string Path { get; }

    internal string Content { get; }

    /// <summary>Reads a file and counts its byte-order mark.</summary>
    internal static TextFile Read(string path, Warnings warnings)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no data file '{path}'.", path);
        if (new FileInfo(path).Length > Largest)
            throw new InvalidDataException($"'{path}' is larger than a gigabyte: split it into several files.");
        byte[] bytes = File.ReadAllBytes(path);
        ReadOnlySpan<byte> rest = bytes;
        if (rest.StartsWith(Encoding.Unicode.Preamble) || rest.StartsWith(Encoding.BigEndianUnicode.Preamble) || LooksWide(rest))
            throw new InvalidDataException($"'{path}' is UTF-16. Convert the file to UTF-8.");
        if (rest.StartsWith(Encoding.UTF8.Preamble))
        {
            warnings.Count("byte-order mark");
            rest = rest[3..];
        }
        if (!Utf8.IsValid(rest)) throw NotUtf8(path, rest);
        string content = Encoding.UTF8.GetString(rest);
        if (string.IsNullOrWhiteSpace(content)) throw new InvalidDataException($"'{path}' is empty: a data file needs at least one row.");
        return new TextFile(path, content);
    }

    /// <summary>
    /// The lines with their numbers from 1, without their ends: line feed, carriage return and line feed, or, in a file without any line
    /// feed, carriage return.
    /// </summary>
    internal IEnumerable<(int Number, ReadOnlyMemory<char> Text)> Lines()
    {
        char close = Content.Contains('\n', StringComparison.Ordinal) ? '\n' : '\r';
        int number = 0;
        for (int start = 0; start < Content.Length;)
        {
            int end = Content.IndexOf(close, start);
            if (end < 0) end = Content.Length;
            int trimmed = end > start && Content[end - 1] == '\r' ? end - 1 : end;
            yield return (++number, Content.AsMemory(start, trimmed - start));
            start = end + 1;
        }
    }

    /// <summary>ASCII written as UTF-16 is valid UTF-8 in which every second byte is 0.</summary>
    private static bool LooksWide(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> head = bytes[..Math.Min(bytes.Length, 4096)];
        int even = 0, odd = 0;
        for (int i = 0; i < head.Length; i++)
        {
            if (head[i] != 0) continue;
            if (i % 2 == 0) even++;
            else odd++;
        }
        return head.Length >= 4 && Math.Max(even, odd) > head.Length / 4 && Math.Min(even, odd) <= head.Length / 50;
    }

    private static InvalidDataException NotUtf8(string path, ReadOnlySpan<byte> bytes)
    {
        int at = 0;
        while (Rune.DecodeFromUtf8(bytes[at..], out _, out int length) == OperationStatus.Done) at += length;
        int line = 1 + bytes[..at].Count((byte)'\n'), column = at - bytes[..at].LastIndexOf((byte)'\n');
        return new InvalidDataException($"'{path}', line {line}, byte {column}: this is not UTF-8. Convert the file to UTF-8.");
    }
}
