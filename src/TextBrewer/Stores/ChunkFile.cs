using System.Buffers.Binary;
using System.IO.Hashing;

namespace TextBrewer.Stores;

/// <summary>The beginning of a chunk: what it is, and whose outputs it holds. Numbers are little-endian.</summary>
internal static class ChunkFile
{
    /// <summary>How the names of chunks end.</summary>
    internal const string Extension = ".chunk";

    /// <summary>The bytes of the beginning.</summary>
    internal const int HeaderSize = 40;

    private const int Version = 1;

    private static ReadOnlySpan<byte> Magic => "TBSTORE\n"u8;

    /// <summary>The beginning of a chunk of the store with a hash.</summary>
    internal static byte[] Header(UInt128 store)
    {
        byte[] header = new byte[HeaderSize];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), Version);
        BinaryPrimitives.WriteUInt128LittleEndian(header.AsSpan(16), store);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(32), XxHash3.HashToUInt64(header.AsSpan(0, 32)));
        return header;
    }

    /// <summary>Whether bytes are the beginning of a chunk of the store with a hash.</summary>
    internal static bool IsHeader(ReadOnlySpan<byte> bytes, UInt128 store) => bytes.SequenceEqual(Header(store));
}
