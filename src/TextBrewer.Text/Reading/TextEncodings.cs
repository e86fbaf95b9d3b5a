using System.Text;

namespace TextBrewer.Text.Reading;

/// <summary>The encodings that a data file may be written in: UTF-8, and older ones in which a line feed is one byte.</summary>
public static class TextEncodings
{
    /// <summary>
    /// Whether there is an encoding of a name, like <c>windows-1252</c>, <c>gbk</c> or <c>big5</c>, that a file can be read in.
    /// </summary>
    /// <param name="name">The name, as IANA has it.</param>
    public static bool Knows(string name) => Find(name) is not null;

    /// <summary>The encoding of a name, which refuses what it cannot read.</summary>
    /// <param name="name">The name.</param>
    /// <param name="path">The file that it is for.</param>
    /// <exception cref="InvalidDataException">There is none.</exception>
    internal static Encoding Get(string name, string path) =>
        Find(name) ?? throw new InvalidDataException($"'{path}': {Unknown(name)}");

    /// <summary>The sentence that says there is no such encoding.</summary>
    /// <param name="name">The name.</param>
    public static string Unknown(string name) =>
        $"the encoding '{name}' is not known, or is none that lines can be read in: use utf-8 or a name like windows-1252, iso-8859-1, "
            + "gbk, gb18030, big5, shift_jis or euc-kr; convert UTF-16 to UTF-8.";

    private static Encoding? Find(string name)
    {
        try
        {
            Encoding? found = CodePagesEncodingProvider.Instance.GetEncoding(
                name,
                EncoderFallback.ExceptionFallback,
                DecoderFallback.ExceptionFallback);
            found ??= Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
            // Lines are found by their bytes.
            return found.GetBytes("a\n") is [(byte)'a', (byte)'\n'] ? found : null;
        }
        catch (Exception problem) when (problem is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
