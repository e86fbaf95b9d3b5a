namespace TextBrewer.Recipes.Tasks;

/// <summary>Reads what a <see cref="PackedWriter"/> wrote.</summary>
/// <param name="bytes">The bytes, from the first number on.</param>
internal ref struct PackedReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    /// <summary>Reads a number that is not negative.</summary>
    internal int Unsigned() => (int)Read();

    /// <summary>Reads a number that may be negative.</summary>
    internal int Signed()
    {
        uint value = Read();
        return (int)(value >> 1) ^ -(int)(value & 1);
    }

    /// <summary>Reads a number with all its bits.</summary>
    internal float Number() => BitConverter.UInt32BitsToSingle(Read());

    private uint Read()
    {
        uint value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = _bytes[_at++];
            value |= (uint)(next & 0x7f) << shift;
            if (next < 0x80) return value;
        }
    }
}
