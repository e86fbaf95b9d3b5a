using System.IO.Hashing;
using System.Numerics;

namespace TextBrewer.Training;

/// <summary>
/// The checksum of event files: CRC-32C, rotated and shifted, so that the checksum of data that hold checksums is not degenerate
/// (TFRecord's format).
/// </summary>
internal static class EventChecksum
{
    internal static uint Of(ReadOnlySpan<byte> data) =>
        unchecked(BitOperations.RotateRight(Crc32.HashToUInt32(Crc32ParameterSet.Crc32C, data), 15) + 0xa282ead8);
}
