namespace TextBrewer.Fuzz.Cases;

/// <summary>Several mutations, one after the other: mostly those that leave a file what it is.</summary>
internal static class Mutations
{
    /// <summary>Damages a JSON document.</summary>
    internal static byte[] Json(byte[] bytes, Random random, IReadOnlyList<string> words) => Some(random, bytes, b =>
        random.Next(6) == 0 ? ByteMutation.Of(b, random, words) : JsonMutation.Of(b, random, words));

    /// <summary>Damages lines of JSON: one line's values, or the lines.</summary>
    internal static byte[] JsonLines(byte[] bytes, Random random, IReadOnlyList<string> words) => Some(random, bytes, b =>
    {
        if (random.Next(4) == 0) return Lines(b, random, words);
        int[] ends = [.. b.Select((value, i) => (value, i)).Where(pair => pair.value == (byte)'\n').Select(pair => pair.i), b.Length];
        int line = random.Next(ends.Length), start = line == 0 ? 0 : ends[line - 1] + 1;
        return [.. b.AsSpan(0, start), .. JsonMutation.Of(b[start..ends[line]], random, words), .. b.AsSpan(ends[line])];
    });

    /// <summary>Damages text.</summary>
    internal static byte[] Lines(byte[] bytes, Random random, IReadOnlyList<string> words) => Some(random, bytes, b =>
        random.Next(3) == 0 ? ByteMutation.Of(b, random, words) : LineMutation.Of(b, random, words));

    /// <summary>Damages bytes.</summary>
    internal static byte[] Bytes(byte[] bytes, Random random, IReadOnlyList<string> words) =>
        Some(random, bytes, b => ByteMutation.Of(b, random, words));

    private static byte[] Some(Random random, byte[] bytes, Func<byte[], byte[]> mutate)
    {
        const int Longest = 4 << 20;
        int count = random.Next(4) switch { 0 => random.Next(2, 6), _ => 1 };
        for (int i = 0; i < count && bytes.Length < Longest; i++) bytes = mutate(bytes);
        return bytes;
    }
}
