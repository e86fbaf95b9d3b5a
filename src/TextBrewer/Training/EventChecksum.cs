using System.Numerics;

namespace TextBrewer.Training;

/// <summary>
/// The checksum of event files: CRC-32C, rotated and shifted, so that the checksum of data that hold checksums is not degenerate
/// (TFRecord's format).
/// </summary>
internal static class EventChecksum
{
    internal static uint Of(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in data) crc = BitOperations.Crc32C(crc, value);
        return unchecked(BitOperations.RotateRight(~crc, 15) + 0xa282ead8);
    }
}
