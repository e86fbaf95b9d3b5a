using System.Text;
using System.Text.Unicode;

namespace TextBrewer.Text.Reading;

/// <summary>
/// Reads plain text, a sentence an example: the end of a line is the end of a sentence, and within a line <see cref="SentenceCutter"/>
/// finds the ends. A file may be of any size; no more than a line is held, and of a line of more than a mebibyte no more than a part.
/// </summary>
public static class RawTextReader
{
    // Longer than any paragraph that somebody wrote; a file without line ends is read in parts of it.
    private const int LongestPart = 1 << 20;

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file, in UTF-8; what is broken in it is read as U+FFFD, and its lines are counted.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is empty, in UTF-16, or has no sentence.</exception>
    public static (IReadOnlyList<TextExample> Examples, ReadReport Report) Read(string path)
    {
        Warnings warnings = new();
        TextExample[] examples = [.. Sentences(path, warnings)];
        return (examples, new ReadReport(examples.Length, warnings.Counts));
    }

    /// <summary>Reads a file sentence by sentence.</summary>
    /// <param name="path">The file.</param>
    /// <param name="warnings">Where what is odd is counted, while sentences are read.</param>
    /// <exception cref="InvalidDataException">The file is empty, in UTF-16, or has no sentence.</exception>
    internal static IEnumerable<TextExample> Sentences(string path, Warnings warnings)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no data file '{path}'.", path);
        TextFile.CheckEncoding(path);
        int number = 0, count = 0;
        bool isWhole = true, isCounted = false;
        foreach (ReadOnlyMemory<byte> part in new ByteLines(path, LongestPart, inParts: true))
        {
            if (isWhole) (number, isCounted) = (number + 1, false);
            else if (!isCounted)
            {
                warnings.Count("line of more than a mebibyte, read in parts");
                isCounted = true;
            }
            isWhole = part.Span[^1] == (byte)'\n';
            foreach (string line in Lines(part.Span, number, warnings))
            {
                Look(line, warnings);
                foreach (Range sentence in SentenceCutter.Cut(line))
                {
                    string text = line[sentence];
                    if (!text.Any(char.IsLetterOrDigit) && !text.Any(char.IsSurrogate))
                    {
                        warnings.Count("neither letter nor digit, left out");
                        continue;
                    }
                    count++;
                    yield return new TextExample(text, null, null, number);
                }
            }
        }
        if (number == 0) throw new InvalidDataException($"'{path}' is empty: plain text needs at least one sentence.");
        if (count == 0) throw new InvalidDataException($"'{path}' has no sentence: none of its {number} lines has a letter or a digit.");
    }

    /// <summary>The text of a line; a carriage return ends one too.</summary>
    private static string[] Lines(ReadOnlySpan<byte> bytes, int number, Warnings warnings)
    {
        if (number == 1 && bytes.StartsWith(Encoding.UTF8.Preamble))
        {
            warnings.Count("byte-order mark");
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        }
        if (!Utf8.IsValid(bytes)) warnings.Count("line that is not UTF-8, read with U+FFFD where it is broken");
        string text = Encoding.UTF8.GetString(bytes).TrimEnd('\n').TrimEnd('\r');
        return text.Split('\r');
    }

    private static void Look(string line, Warnings warnings)
    {
        if (string.IsNullOrWhiteSpace(line)) warnings.Count("empty line");
        if (line.Contains('\0', StringComparison.Ordinal)) warnings.Count("NUL character");
        if (line.Any(c => char.IsControl(c) && c is not ('\t' or '\0'))) warnings.Count("line with control characters");
    }
}
