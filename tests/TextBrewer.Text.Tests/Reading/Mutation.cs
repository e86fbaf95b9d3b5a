using System.Text;
using CsCheck;

namespace TextBrewer.Text.Tests.Reading;

/// <summary>What happens to files on their way: bytes flipped, lost, doubled, put in; cut short; written in another encoding.</summary>
internal static class Mutation
{
    private static readonly byte[][] Intruders =
    [
        [0], [(byte)'"'], [(byte)'\n'], [(byte)'\r'], [(byte)'\t'], [(byte)','], [(byte)'{'], [(byte)']'],
        [0xFF], [0xC3], [0xEF, 0xBB, 0xBF], [0xED, 0xA0, 0x80],
        "\\ud800"u8.ToArray(), "\\u0000"u8.ToArray(), "null"u8.ToArray(), "-1"u8.ToArray(), "1e999"u8.ToArray(), "99999999999"u8
            .ToArray(), "\"\""u8.ToArray(), "\n\n"u8.ToArray(), "# x"u8.ToArray(), "-DOCSTART-"u8.ToArray(),
    ];

    private static readonly Gen<Func<byte[], byte[]>> One = Gen.OneOf(
        Gen.Select(Gen.Double[0, 1], Gen.Byte, (at, value) => Edit(at, 1, [value])),
        Gen.Select(Gen.Double[0, 1], Gen.Int[1, 60], (at, length) => Edit(at, length, [])),
        Gen.Select(Gen.Double[0, 1], Gen.OneOf(Intruders), (at, bytes) => Edit(at, 0, bytes)),
        Gen.Select(Gen.Double[0, 1], Gen.OneOf(Intruders), (at, bytes) => Edit(at, bytes.Length, bytes)),
        Gen.Select(Gen.Double[0, 1], Gen.Int[1, 80], (at, length) => (Func<byte[], byte[]>)(file => Double(file, at, length))),
        Gen.Double[0, 1].Select(at => (Func<byte[], byte[]>)(file => file[..(int)(at * file.Length)])));

    // Encodings come last: what stands behind them is bytes of that encoding.
    private static readonly Gen<Func<byte[], byte[]>> Encodings = Gen.Frequency(
        (10, Gen.Const((Func<byte[], byte[]>)(file => file))),
        (1, Gen.Const((Func<byte[], byte[]>)(file => Encoding.Convert(Encoding.UTF8, Encoding.Latin1, file)))),
        (1, Gen.Const((Func<byte[], byte[]>)(file => Encoding.Convert(Encoding.UTF8, Encoding.Unicode, file)))),
        (1, Gen.Const((Func<byte[], byte[]>)(file => [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.Convert(
            Encoding.UTF8,
            Encoding.BigEndianUnicode,
            file)]))));

    /// <summary>Up to four accidents to one file.</summary>
    internal static Gen<byte[]> Of(byte[] file) =>
        Gen.Select(One.Array[1, 4], Encodings, (edits, encode) => encode(edits.Aggregate(file, (bytes, edit) => edit(bytes))));

    private static Func<byte[], byte[]> Edit(double at, int remove, byte[] insert) => file =>
    {
        int from = (int)(at * file.Length);
        return [.. file[..from], .. insert, .. file[Math.Min(file.Length, from + remove)..]];
    };

    private static byte[] Double(byte[] file, double at, int length)
    {
        int from = (int)(at * file.Length), to = Math.Min(file.Length, from + length);
        return [.. file[..to], .. file[from..]];
    }
}
