using System.Buffers.Binary;
using System.IO.Hashing;

namespace TextBrewer.Stores;

/// <summary>What stands before each record of a chunk: an example's outputs, or a layout that examples refer to.</summary>
/// <param name="Key">The example; of a layout, 0.</param>
/// <param name="Layout">The hash of the layout.</param>
/// <param name="Length">The example's length, −1 where it is unknown; of a layout, −2.</param>
/// <param name="Bytes">How many bytes follow.</param>
/// <param name="Hash">Their XXH3.</param>
internal readonly record struct ChunkRecord(UInt128 Key, ulong Layout, int Length, int Bytes, ulong Hash)
{
    /// <summary>The bytes of it.</summary>
    internal const int Size = 56;

    private const int OfLayout = -2;

    /// <summary>What it begins with.</summary>
    internal static ReadOnlySpan<byte> Magic => "TBR\u0001"u8;

    /// <summary>Whether a layout follows.</summary>
    internal bool IsLayout => Length == OfLayout;

    internal static ChunkRecord Of(SignalLayout layout) =>
        new(0, layout.Hash, OfLayout, layout.Json.Length, XxHash3.HashToUInt64(layout.Json));

    internal static ChunkRecord Of(UInt128 key, StoredSignals signals) =>
        new(key, signals.Layout.Hash, signals.Length, signals.Data.Length, XxHash3.HashToUInt64(signals.Data.Span));

    /// <summary>Reads it.</summary>
    /// <returns>Whether the bytes are one, undamaged.</returns>
    internal static bool TryRead(ReadOnlySpan<byte> bytes, out ChunkRecord record)
    {
        record = default;
        if (bytes.Length < Size || !bytes.StartsWith(Magic)
            || BinaryPrimitives.ReadUInt64LittleEndian(bytes[48..]) != XxHash3.HashToUInt64(bytes[..48])) return false;
        record = new(
            BinaryPrimitives.ReadUInt128LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[32..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[36..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[40..]));
        return record.Bytes >= 0;
    }

    /// <summary>Writes it.</summary>
    internal void Write(Span<byte> bytes)
    {
        bytes[..Size].Clear();
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt128LittleEndian(bytes[8..], Key);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[24..], Layout);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[32..], Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[36..], Bytes);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[40..], Hash);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[48..], XxHash3.HashToUInt64(bytes[..48]));
    }
}
