using System.Buffers.Binary;
using System.Text;

namespace TextBrewer.Torch.Native;

/// <summary>The symbol versions that a 64-bit ELF file needs (section <c>.gnu.version_r</c>).</summary>
internal static class ElfVersions
{
    private const uint VersionNeedSection = 0x6ffffffe; // SHT_GNU_verneed
    private const ushort Weak = 2; // VER_FLG_WEAK

    /// <summary>Marks every reference to a version as weak, in place.</summary>
    /// <returns>Whether there was one that was not weak yet.</returns>
    internal static bool Weaken(Span<byte> image, string version)
    {
        if (image.Length < 64 || !image[..4].SequenceEqual("\u007fELF"u8) || image[4] != 2 || image[5] != 1)
            throw new BadImageFormatException("The native library is not a little-endian 64-bit ELF file: its download may be damaged; "
                + "delete the package from the package cache and restore again.");

        int sections = (int)BinaryPrimitives.ReadUInt64LittleEndian(image[0x28..]);
        int size = BinaryPrimitives.ReadUInt16LittleEndian(image[0x3a..]);
        int count = BinaryPrimitives.ReadUInt16LittleEndian(image[0x3c..]);
        bool changed = false;
        for (int i = 0; i < count; i++)
        {
            Span<byte> section = image.Slice(sections + (i * size), size);
            if (BinaryPrimitives.ReadUInt32LittleEndian(section[4..]) != VersionNeedSection) continue;
            int strings = (int)BinaryPrimitives.ReadUInt32LittleEndian(section[0x28..]); // sh_link: its string table
            int stringsAt = (int)BinaryPrimitives.ReadUInt64LittleEndian(image[(sections + (strings * size) + 0x18)..]);
            changed |= WeakenSection(image, (int)BinaryPrimitives.ReadUInt64LittleEndian(section[0x18..]), stringsAt, version);
        }
        return changed;
    }

    private static bool WeakenSection(Span<byte> image, int need, int strings, string version)
    {
        bool changed = false;
        while (true)
        {
            int auxiliaries = BinaryPrimitives.ReadUInt16LittleEndian(image[(need + 2)..]); // vn_cnt
            int auxiliary = need + (int)BinaryPrimitives.ReadUInt32LittleEndian(image[(need + 8)..]); // vn_aux
            for (int i = 0; i < auxiliaries; i++)
            {
                int name = strings + (int)BinaryPrimitives.ReadUInt32LittleEndian(image[(auxiliary + 8)..]); // vna_name
                Span<byte> flags = image.Slice(auxiliary + 4, 2); // vna_flags
                if (Text(image[name..]) == version && (BinaryPrimitives.ReadUInt16LittleEndian(flags) & Weak) == 0)
                {
                    BinaryPrimitives.WriteUInt16LittleEndian(flags, (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(flags) | Weak));
                    changed = true;
                }
                auxiliary += (int)BinaryPrimitives.ReadUInt32LittleEndian(image[(auxiliary + 12)..]); // vna_next
            }
            int next = (int)BinaryPrimitives.ReadUInt32LittleEndian(image[(need + 12)..]); // vn_next
            if (next == 0) return changed;
            need += next;
        }
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.ASCII.GetString(bytes[..bytes.IndexOf((byte)0)]);
}
