namespace TextBrewer.Teachers;

/// <summary>The checksum of zip archives (reflected polynomial 0xEDB88320); the archive reader of .NET does not compare it.</summary>
internal static class Crc32
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(i => Shift((uint)i))];

    /// <summary>The checksum of all that a stream holds.</summary>
    internal static uint Of(Stream stream)
    {
        byte[] buffer = new byte[1 << 16];
        uint crc = uint.MaxValue;
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            foreach (byte value in buffer.AsSpan(0, read)) crc = Table[(byte)(crc ^ value)] ^ (crc >> 8);
        }
        return ~crc;
    }

    private static uint Shift(uint value)
    {
        for (int bit = 0; bit < 8; bit++) value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ 0xEDB88320;
        return value;
    }
}
