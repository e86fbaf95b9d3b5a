using System.Security.Cryptography;

namespace TextBrewer.Torch.Files;

/// <summary>A stream that counts what is written on its way into a hash and a file.</summary>
internal sealed class CountingStream(CryptoStream inner) : Stream
{
    internal long Count { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => Count;

    public override long Position
    {
        get => Count;
        set => throw new NotSupportedException();
    }

    /// <summary>Nothing more comes: the hash is complete.</summary>
    internal void Finish() => inner.FlushFinalBlock();

    public override void Write(byte[] buffer, int offset, int count)
    {
        inner.Write(buffer, offset, count);
        Count += count;
    }

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        // What a failed write left in the buffers of the hash need not reach the file.
        if (disposing && !inner.HasFlushedFinalBlock) return;
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
