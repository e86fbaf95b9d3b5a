using System.Text;

namespace TextBrewer.Fuzz.Cases;

/// <summary>What a reader may not expect: as JSON, as text, as bytes.</summary>
internal static class OddValues
{
    /// <summary>Files outside of the case's folder, which nobody may read, as a case would name them.</summary>
    internal static IReadOnlyList<string> PathsOutside { get; } =
        ["../outside.safetensors", "../outside.bin", "../outside.data", "../outside.json", "..", "/etc/hostname", "case/../../outside.bin"];

    private static readonly string[] Numbers =
    [
        "0", "-0", "1", "-1", "2", "3", "5", "7", "0.5", "-0.5", "1e-320", "1e30", "1e308", "1e999", "-1e999", "127", "255", "65535",
        "65536", "100000", "1000000000", "2147483647", "2147483648", "-2147483648", "-2147483649", "4294967296", "9223372036854775807",
        "9223372036854775808", "-9223372036854775808", "18446744073709551615", "123456789012345678901234567890",
    ];

    private static readonly string[] Others =
    [
        "null", "true", "false", "[]", "{}", "[null]", "[[]]", "{\"\":null}", "\"\"", "\" \"", "\"\\u0000\"", "\"a\\u0000b\"",
        "\"\\ud800\"", "\"\\udc00x\"", "\"\\u001b[31mred\\u001b[0m\"", "\"\\r\\nline\"", "\"NaN\"",
        "\"-Infinity\"", "\"é\u2028\"", "\"LABEL_0\"", "[0]",
        "[\"a\",\"a\"]", "[\"a\",null]", "{\"a\":{}}", "{\"a\":1,\"a\":2}", "NaN", "-", "'", "",
    ];

    /// <summary>A value as it may stand in JSON, or nearly.</summary>
    internal static string Json(Random random, IReadOnlyList<string> words) => random.Next(12) switch
    {
        <= 3 => Numbers[random.Next(Numbers.Length)],
        <= 7 => Others[random.Next(Others.Length)],
        8 when words.Count > 0 => $"\"{words[random.Next(words.Count)]}\"",
        8 or 9 => $"\"{PathsOutside[random.Next(PathsOutside.Count)]}\"",
        10 => $"\"{new string((char)('a' + random.Next(26)), 1 << random.Next(16))}\"",
        _ => Nested(random),
    };

    /// <summary>A piece of text.</summary>
    internal static string Text(Random random, IReadOnlyList<string> words) => random.Next(10) switch
    {
        <= 3 when words.Count > 0 => words[random.Next(words.Count)],
        <= 5 => Numbers[random.Next(Numbers.Length)],
        6 => "\0\u001b[31m\u0007\u2028\uFEFF",
        7 => new string((char)('!' + random.Next(90)), 1 << random.Next(16)),
        8 => "𝄞\u0301é\u00A0",
        _ => "\n\n\t\r\n,\",;|'",
    };

    /// <summary>A number of one, two, four or eight bytes, either way round.</summary>
    internal static byte[] Bytes(Random random)
    {
        ulong[] values =
        [
            0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff, 0x7fffffffffffffff, 0x8000000000000000,
            ulong.MaxValue, 0x7ff8000000000000, 0x7fc00000, 0x7f800000, (ulong)random.NextInt64(),
        ];
        byte[] bytes = BitConverter.GetBytes(values[random.Next(values.Length)])[..(1 << random.Next(4))];
        if (random.Next(2) == 0) Array.Reverse(bytes);
        return bytes;
    }

    private static string Nested(Random random)
    {
        // Rarely so deep that a reader that calls itself would end the process.
        int depth = random.Next(8) switch { 0 => 100_000, 1 or 2 => 2_000, _ => 66 };
        bool list = random.Next(2) == 0;
        StringBuilder text = new();
        for (int i = 0; i < depth; i++) text.Append(list ? "[" : "{\"a\":");
        text.Append('1');
        if (random.Next(4) > 0) text.Append(list ? ']' : '}', depth);
        return text.ToString();
    }
}
