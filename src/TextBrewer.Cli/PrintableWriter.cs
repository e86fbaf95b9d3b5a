using System.Buffers;
using System.Globalization;
using System.Text;

namespace TextBrewer.Cli;

/// <summary>
/// Writes text for a terminal: a name from a file may hold the codes that move the cursor, recolour the screen or set its title, and shows
/// them as <c>\u001b</c> here. Tabs and line feeds stay.
/// </summary>
/// <param name="inner">Where it goes.</param>
internal sealed class PrintableWriter(TextWriter inner) : TextWriter(CultureInfo.InvariantCulture)
{
    // C0 without tab and line feed, DEL, C1, the marks that turn the direction of text, and a return that is not before a line feed.
    private static readonly SearchValues<char> Codes = SearchValues.Create(
    [
        .. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(c => char.IsControl(c) && c is not ('\t' or '\n')),
        '\u202A', '\u202B', '\u202C', '\u202D', '\u202E', '\u2066', '\u2067', '\u2068', '\u2069',
    ]);

    /// <summary>A text as it is written.</summary>
    internal static string Of(string text)
    {
        using StringWriter written = new(CultureInfo.InvariantCulture);
        using PrintableWriter writer = new(written);
        writer.Write(text);
        return written.ToString();
    }

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Write([value]);

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(ReadOnlySpan<char> buffer)
    {
        while (buffer.IndexOfAny(Codes) is >= 0 and int at)
        {
            inner.Write(buffer[..at]);
            if (buffer[at] == '\r' && at + 1 < buffer.Length && buffer[at + 1] == '\n') inner.Write('\r');
            else inner.Write(string.Create(CultureInfo.InvariantCulture, $"\\u{(int)buffer[at]:x4}"));
            buffer = buffer[(at + 1)..];
        }
        inner.Write(buffer);
    }

    public override void WriteLine() => inner.WriteLine();

    public override void WriteLine(string? value)
    {
        Write(value);
        inner.WriteLine();
    }

    public override void Flush() => inner.Flush();
}
