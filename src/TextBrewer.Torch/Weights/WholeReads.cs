using TorchSharp;

namespace TextBrewer.Torch.Weights;

/// <summary>
/// A stream whose reads give all that they are asked for, or fail: TorchSharp takes a read that gives less for the end of a piece, and
/// never ends where a network gives less all the time.
/// </summary>
/// <param name="inner">The stream, which stays the caller's.</param>
internal sealed class WholeReads(Stream inner) : Stream
{
    /// <summary>Fills a tensor.</summary>
    /// <param name="tensor">A tensor of any shape.</param>
    /// <param name="from">Where its bytes are next.</param>
    /// <param name="bufferSize">How many bytes go through a buffer at once.</param>
    internal static void Fill(torch.Tensor tensor, Stream from, int bufferSize)
    {
        using WholeReads whole = new(from);
        tensor.ReadBytesFromStream(whole, bufferSize);
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => inner.Position = value;
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        inner.ReadExactly(buffer, offset, count);
        return count;
    }

    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

    public override void Flush() => inner.Flush();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
