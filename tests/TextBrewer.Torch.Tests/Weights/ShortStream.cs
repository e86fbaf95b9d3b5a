namespace TextBrewer.Torch.Tests.Weights;

/// <summary>A file of which every read gives fewer bytes than it is asked for, as a network's may.</summary>
internal sealed class ShortStream(string path) : FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0)
{
    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 7));

    public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 7)]);
}
