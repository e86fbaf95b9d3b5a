using System.Text;

namespace TextBrewer.Cli;

/// <summary>
/// Writes what may be lost: messages for a person. Where the terminal has gone or the disk of a log is full they are dropped, and the work
/// that they tell of goes on.
/// </summary>
internal sealed class LossyWriter(TextWriter inner) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Try(() => inner.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(() => inner.Write(buffer, index, count));

    public override void Write(string? value) => Try(() => inner.Write(value));

    public override void WriteLine(string? value) => Try(() => inner.WriteLine(value));

    public override void Flush() => Try(inner.Flush);

    private static void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception problem) when (problem is IOException or ObjectDisposedException)
        {
            // There is nobody to tell.
        }
    }
}
