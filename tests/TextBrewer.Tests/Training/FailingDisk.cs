using TextBrewer.Torch.Files;

namespace TextBrewer.Tests.Training;

/// <summary>
/// A disk that fails at one of its steps, and at all after it: what was written of a file by then is there, or half of it.
/// </summary>
/// <param name="step">The step, from 1; 0: it never fails.</param>
internal sealed class FailingDisk(int step) : Disk
{
    /// <summary>Steps taken.</summary>
    internal int Steps { get; private set; }

    private bool IsBroken { get; set; }

    internal override Stream Create(string path)
    {
        Step();
        return new CutStream(base.Create(path), this);
    }

    internal override void Flush(Stream file)
    {
        Step();
        base.Flush(file);
    }

    internal override void Rename(string from, string to)
    {
        Step();
        base.Rename(from, to);
    }

    internal override void CreateFolder(string path)
    {
        Step();
        base.CreateFolder(path);
    }

    internal override void RenameFolder(string from, string to)
    {
        Step();
        base.RenameFolder(from, to);
    }

    internal override void FlushFolder(string path)
    {
        Step();
        base.FlushFolder(path);
    }

    private void Step()
    {
        IsBroken |= ++Steps == step;
        if (IsBroken) throw new IOException("No space left on device");
    }

    /// <summary>Writes half of what it is given when the disk fails.</summary>
    private sealed class CutStream(Stream inner, FailingDisk disk) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => inner.Length;

        public override long Position
        {
            get => inner.Position;
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            try
            {
                disk.Step();
            }
            catch (IOException)
            {
                inner.Write(buffer, offset, count / 2);
                throw;
            }
            inner.Write(buffer, offset, count);
        }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
