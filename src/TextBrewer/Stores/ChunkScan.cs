using Microsoft.Win32.SafeHandles;

namespace TextBrewer.Stores;

/// <summary>Finds the records of a chunk by what stands before each; the outputs themselves are not read.</summary>
/// <param name="file">The chunk.</param>
/// <param name="length">Its bytes.</param>
/// <param name="from">Where the first record that is wanted begins.</param>
internal sealed class ChunkScan(SafeFileHandle file, long length, long from = ChunkFile.HeaderSize)
{
    private const int SmallRead = 4096, LargeRead = 1 << 20;

    private readonly byte[] _block = new byte[LargeRead];
    private long _blockAt;
    private int _blockLength;

    /// <summary>Whether something stands between the records that is none.</summary>
    internal bool IsDamaged { get; private set; }

    /// <summary>Where the records that were found end: what is torn there may be whole later.</summary>
    internal long End { get; private set; } = from;

    /// <summary>The records, each with the place of what follows it. A torn end is left out.</summary>
    internal IEnumerable<(ChunkRecord Record, long At)> Records()
    {
        for (long at = End; length - at >= ChunkRecord.Size; End = at)
        {
            if (!ChunkRecord.TryRead(Read(at, ChunkRecord.Size, SmallRead), out ChunkRecord record))
            {
                IsDamaged = true;
                at = Next(at + 1);
                continue;
            }
            long content = at + ChunkRecord.Size;
            if (content + record.Bytes > length) yield break;
            yield return (record, content);
            at = content + record.Bytes;
        }
    }

    /// <summary>The place from which on a record may begin, or the end.</summary>
    private long Next(long at)
    {
        int magic = ChunkRecord.Magic.Length;
        while (at < length)
        {
            ReadOnlySpan<byte> block = Read(at, magic, LargeRead);
            int found = block.IndexOf(ChunkRecord.Magic);
            if (found >= 0) return at + found;
            if (block.Length < magic || at + block.Length >= length) return length;
            at += block.Length - magic + 1;
        }
        return length;
    }

    /// <summary>Bytes from a place on, as many as are wanted at least, or up to the end.</summary>
    private ReadOnlySpan<byte> Read(long at, int wanted, int atOnce)
    {
        if (at < _blockAt || at + Math.Max(wanted, atOnce == LargeRead ? atOnce : 0) > _blockAt + _blockLength)
        {
            _blockAt = at;
            _blockLength = RandomAccess.Read(file, _block.AsSpan(0, atOnce), at);
        }
        return _block.AsSpan((int)(at - _blockAt), (int)(_blockLength - (at - _blockAt)));
    }
}
