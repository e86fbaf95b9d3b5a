namespace TextBrewer.Recipes.Tasks;

/// <summary>Writes numbers in as few bytes as they need, seven bits in each (LEB128).</summary>
internal sealed class PackedWriter
{
    private byte[] _bytes = new byte[256];
    private int _count;

    /// <summary>What was written since the last <see cref="Clear"/>.</summary>
    internal ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _count);

    /// <summary>Forgets what was written.</summary>
    internal void Clear() => _count = 0;

    /// <summary>Writes a number that is not negative: a byte below 128, two below 16,384, three below two millions.</summary>
    internal void Unsigned(int value) => Write((uint)value);

    /// <summary>Writes a number that may be negative, small ones short.</summary>
    internal void Signed(int value) => Write((uint)((value << 1) ^ (value >> 31)));

    /// <summary>Writes a number with all its bits.</summary>
    internal void Number(float value) => Write(BitConverter.SingleToUInt32Bits(value));

    private void Write(uint value)
    {
        const int Longest = 5;
        if (_count + Longest > _bytes.Length) Array.Resize(ref _bytes, 2 * _bytes.Length);
        for (; value >= 0x80; value >>= 7) _bytes[_count++] = (byte)(value | 0x80);
        _bytes[_count++] = (byte)value;
    }
}
