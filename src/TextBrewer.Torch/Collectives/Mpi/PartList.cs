namespace TextBrewer.Torch.Collectives.Mpi;

/// <summary>A part of each process, sent in rounds of so many bytes together that an int counts them.</summary>
internal sealed class PartList
{
    private readonly long[] _lengths;
    private readonly int _atOnce;

    /// <summary>Makes room for the parts.</summary>
    /// <param name="lengths">The bytes of each part, by rank.</param>
    /// <param name="segmentBytes">How many bytes of all parts together are sent at once.</param>
    /// <param name="isKept">Whether the parts are wanted here.</param>
    internal PartList(long[] lengths, int segmentBytes, bool isKept = true)
    {
        _lengths = lengths;
        _atOnce = Math.Max(1, segmentBytes / lengths.Length);
        Rounds = (int)((lengths.Max() + _atOnce - 1) / _atOnce);
        Parts = isKept ? Array.ConvertAll(lengths, length => new byte[length]) : [];
    }

    /// <summary>How many rounds it takes.</summary>
    internal int Rounds { get; }

    /// <summary>The parts, by rank; none where they are not wanted.</summary>
    internal byte[][] Parts { get; }

    /// <summary>The bytes of each part in a round.</summary>
    internal int[] Counts(int round) => Array.ConvertAll(_lengths, length => Count(length, round));

    /// <summary>The bytes of all parts in a round.</summary>
    internal int Total(int round) => _lengths.Sum(length => Count(length, round));

    /// <summary>What of a part belongs to a round.</summary>
    internal ReadOnlySpan<byte> Take(ReadOnlySpan<byte> part, int round) =>
        Count(part.Length, round) is var count and > 0 ? part.Slice(round * _atOnce, count) : [];

    /// <summary>Puts a round's bytes, one part after the other, where they belong.</summary>
    internal void Fill(ReadOnlySpan<byte> bytes, int round)
    {
        foreach (byte[] part in Parts)
        {
            int count = Count(part.Length, round);
            if (count > 0) bytes[..count].CopyTo(part.AsSpan(round * _atOnce));
            bytes = bytes[count..];
        }
    }

    private int Count(long length, int round) => (int)Math.Clamp(length - (long)round * _atOnce, 0, _atOnce);
}
