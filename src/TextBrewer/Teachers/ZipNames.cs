using System.Buffers.Binary;

namespace TextBrewer.Teachers;

/// <summary>
/// Compares the names in a zip archive's directory with those before its entries: no checksum covers either, and a program whose parts have
/// other names is another program.
/// </summary>
internal static class ZipNames
{
    private const uint EndMark = 0x06054b50, DirectoryMark = 0x02014b50, EntryMark = 0x04034b50, Elsewhere = uint.MaxValue;
    private const int EndSize = 22, LongestComment = ushort.MaxValue, DirectorySize = 46, EntrySize = 30;

    /// <exception cref="InvalidDataException">A name stands there twice, and differently.</exception>
    internal static void Check(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        byte[] end = At(file, Math.Max(0, file.Length - EndSize - LongestComment), int.MaxValue);
        int mark = end.AsSpan().LastIndexOf(BitConverter.GetBytes(EndMark));
        if (mark < 0 || end.Length - mark < EndSize) throw new InvalidDataException("It has no directory.");
        uint size = UInt32(end, mark + 12), from = UInt32(end, mark + 16);
        if (from == Elsewhere) return; // an archive of more than 4 GiB, whose directory another format describes
        byte[] directory = At(file, from, size);
        for (int at = 0; at + DirectorySize <= directory.Length && UInt32(directory, at) == DirectoryMark;)
        {
            int length = UInt16(directory, at + 28);
            if (at + DirectorySize + length > directory.Length) throw new InvalidDataException("Its directory is cut off.");
            ReadOnlySpan<byte> name = directory.AsSpan(at + DirectorySize, length);
            byte[] entry = At(file, UInt32(directory, at + 42), EntrySize + length);
            if (entry.Length != EntrySize + length || UInt32(entry, 0) != EntryMark || UInt16(entry, 26) != length
                || !entry.AsSpan(EntrySize).SequenceEqual(name))
                throw new InvalidDataException(
                    $"The entry '{System.Text.Encoding.UTF8.GetString(name)}' has another name in the directory.");
            at += DirectorySize + length + UInt16(directory, at + 30) + UInt16(directory, at + 32);
        }
    }

    private static byte[] At(FileStream file, long position, long count)
    {
        byte[] bytes = new byte[Math.Clamp(count, 0, Math.Max(0, file.Length - position))];
        file.Position = Math.Min(position, file.Length);
        file.ReadExactly(bytes);
        return bytes;
    }

    private static uint UInt32(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));

    private static int UInt16(byte[] bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));
}
