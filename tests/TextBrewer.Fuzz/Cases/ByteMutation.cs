namespace TextBrewer.Fuzz.Cases;

/// <summary>Damages bytes, whatever they mean.</summary>
internal static class ByteMutation
{
    internal static byte[] Of(byte[] bytes, Random random, IReadOnlyList<string> words)
    {
        if (bytes.Length == 0) return OddValues.Bytes(random);
        int at = Place(bytes.Length, random);
        switch (random.Next(10))
        {
            case 0 or 1:
                byte[] flipped = [.. bytes];
                flipped[at] ^= (byte)(1 << random.Next(8));
                return flipped;
            case 2:
                byte[] set = [.. bytes];
                set[at] = (byte)random.Next(256);
                return set;
            case 3:
                return bytes[..at];
            case 4:
                return Replaced(bytes, at, Math.Min(random.Next(1, 64), bytes.Length - at), []);
            case 5:
                return Replaced(bytes, at, 0, Piece(bytes, random));
            case 6:
                byte[] number = OddValues.Bytes(random);
                return Replaced(bytes, at, Math.Min(number.Length, bytes.Length - at), number);
            case 7:
                return Replaced(bytes, at, 0, OddValues.Bytes(random));
            case 8:
                return Replaced(bytes, at, 0, System.Text.Encoding.UTF8.GetBytes(OddValues.Text(random, words)));
            default:
                return [.. bytes, .. bytes.AsSpan(at)[..Math.Min(4096, bytes.Length - at)]];
        }
    }

    private static ReadOnlySpan<byte> Piece(byte[] bytes, Random random)
    {
        ReadOnlySpan<byte> rest = bytes.AsSpan(Place(bytes.Length, random));
        return rest[..Math.Min(64, rest.Length)];
    }

    // What a format decides stands at its front, or at its end.
    private static int Place(int length, Random random) => random.Next(4) switch
    {
        0 => random.Next(Math.Min(length, 64)),
        1 => random.Next(Math.Min(length, 1024)),
        2 => length - 1 - random.Next(Math.Min(length, 512)),
        _ => random.Next(length),
    };

    internal static byte[] Replaced(byte[] bytes, int at, int count, ReadOnlySpan<byte> by) =>
        [.. bytes.AsSpan(0, at), .. by[..Math.Min(by.Length, 1 << 20)], .. bytes.AsSpan(at + count)];
}
