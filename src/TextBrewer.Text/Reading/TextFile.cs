using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace TextBrewer.Text.Reading;

/// <summary>A text file, checked when it is opened; its lines are read from the disk as they are asked for.</summary>
internal sealed class TextFile
{
    /// <summary>One text in .NET has at most a thousand million characters.</summary>
    private const int Largest = 1_000_000_000;

    private readonly Encoding _encoding;
    private readonly bool _hasLineFeeds;
    private string? _content;

    private TextFile(string path, Encoding encoding, bool hasLineFeeds, char first) =>
        (Path, _encoding, _hasLineFeeds, First) = (path, encoding, hasLineFeeds, first);

    internal string Path { get; }

    /// <summary>The first character that is not white space.</summary>
    internal char First { get; }

    /// <summary>The whole text, which is held from then on.</summary>
    /// <exception cref="InvalidDataException">It is too large for that.</exception>
    internal string Content => _content ??= Whole();

    /// <summary>Opens a file, looks through it and counts its byte-order mark.</summary>
    /// <param name="path">The file.</param>
    /// <param name="warnings">Where the mark is counted.</param>
    /// <param name="encodingName">Its encoding; null: UTF-8.</param>
    internal static TextFile Read(string path, Warnings warnings, string? encodingName = null)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no data file '{path}'.", path);
        Encoding encoding = encodingName is null ? Encoding.UTF8 : TextEncodings.Get(encodingName, path);
        bool isUtf8 = encoding.CodePage == Encoding.UTF8.CodePage;
        char? first = null;
        bool hasLineFeeds = false;
        int number = 0;
        foreach (ReadOnlyMemory<byte> line in new ByteLines(path, Largest))
        {
            number++;
            ReadOnlySpan<byte> bytes = line.Span;
            if (number == 1)
            {
                CheckEncoding(path);
                if (bytes.StartsWith(Encoding.UTF8.Preamble)) warnings.Count("byte-order mark");
                if (bytes.StartsWith(Encoding.UTF8.Preamble) && !isUtf8) throw new InvalidDataException(
                    $"'{path}' begins with UTF-8's byte-order mark, and its encoding is said to be {encodingName}: leave that out.");
            }
            if (isUtf8 ? !Utf8.IsValid(bytes) : !IsValid(encoding, bytes)) throw NotOf(path, number, bytes, isUtf8 ? null : encodingName);
            hasLineFeeds |= bytes[^1] == (byte)'\n';
            if (first is null && Text(encoding, bytes, number).AsSpan().TrimStart() is [char found, ..]) first = found;
        }
        return first is char known
            ? new TextFile(path, encoding, hasLineFeeds, known)
            : throw new InvalidDataException($"'{path}' is empty: a data file needs at least one row.");
    }

    /// <summary>
    /// The lines with their numbers from 1, without their ends: line feed, carriage return and line feed, or, in a file without any line
    /// feed, carriage return.
    /// </summary>
    internal IEnumerable<(int Number, ReadOnlyMemory<char> Text)> Lines() => _hasLineFeeds ? FedLines() : ReturnedLines();

    private IEnumerable<(int Number, ReadOnlyMemory<char> Text)> FedLines()
    {
        int number = 0;
        foreach (ReadOnlyMemory<byte> line in new ByteLines(Path, Largest))
        {
            number++;
            ReadOnlyMemory<byte> bytes = line;
            if (bytes.Span[^1] == (byte)'\n') bytes = bytes[..^1];
            if (bytes.Span is [.., (byte)'\r']) bytes = bytes[..^1];
            yield return (number, Text(_encoding, bytes.Span, number).AsMemory());
        }
    }

    private IEnumerable<(int Number, ReadOnlyMemory<char> Text)> ReturnedLines()
    {
        int number = 0;
        for (int start = 0; start < Content.Length;)
        {
            int end = Content.IndexOf('\r', start);
            if (end < 0) end = Content.Length;
            yield return (++number, Content.AsMemory(start, end - start));
            start = end + 1;
        }
    }

    private static string Text(Encoding encoding, ReadOnlySpan<byte> line, int number) =>
        encoding.GetString(number == 1 && line.StartsWith(Encoding.UTF8.Preamble) ? line[Encoding.UTF8.Preamble.Length..] : line);

    private string Whole() => new FileInfo(Path).Length <= Largest
        ? Text(_encoding, File.ReadAllBytes(Path), number: 1)
        : throw new InvalidDataException(
            $"'{Path}' is larger than a gigabyte and has to be read in one piece: split it into several files, or write it as TSV or "
                + "JSONL, which are read line by line.");

    /// <summary>Refuses UTF-16.</summary>
    internal static void CheckEncoding(string path)
    {
        Span<byte> head = stackalloc byte[4096];
        using FileStream file = File.OpenRead(path);
        head = head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        if (head.StartsWith(Encoding.Unicode.Preamble) || head.StartsWith(Encoding.BigEndianUnicode.Preamble) || LooksWide(head))
            throw new InvalidDataException($"'{path}' is UTF-16. Convert the file to UTF-8.");
    }

    /// <summary>ASCII written as UTF-16 is valid UTF-8 in which every second byte is 0.</summary>
    private static bool LooksWide(ReadOnlySpan<byte> head)
    {
        int even = 0, odd = 0;
        for (int i = 0; i < head.Length; i++)
        {
            if (head[i] != 0) continue;
            if (i % 2 == 0) even++;
            else odd++;
        }
        return head.Length >= 4 && Math.Max(even, odd) > head.Length / 4 && Math.Min(even, odd) <= head.Length / 50;
    }

    private static bool IsValid(Encoding encoding, ReadOnlySpan<byte> bytes)
    {
        try
        {
            encoding.GetCharCount(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static InvalidDataException NotOf(string path, int line, ReadOnlySpan<byte> bytes, string? encodingName)
    {
        if (encodingName is not null) return new InvalidDataException(
            $"'{path}', line {line}: this is not {encodingName}. Say which encoding the file has, or convert it to UTF-8.");
        int at = 0;
        while (Rune.DecodeFromUtf8(bytes[at..], out _, out int length) == OperationStatus.Done) at += length;
        return new InvalidDataException($"'{path}', line {line}, byte {at + 1}: this is not UTF-8. Convert the file to UTF-8, or name its "
            + "encoding where it is a table or tagged words (\"encoding\": \"gbk\"; --encoding gbk).");
    }
}
