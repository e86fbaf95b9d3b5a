using System.Globalization;

namespace TextBrewer.Text.Characters;

/// <summary>Unicode data of our own (version 14, as Unicode's character database has it), a line of hexadecimal numbers each.</summary>
internal static class CodePointTable
{
    internal static IEnumerable<int[]> Lines(string name)
    {
        using Stream stream = typeof(CodePointTable).Assembly.GetManifestResourceStream(name)!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => Array.ConvertAll(line.Split(' '), Number));

        static int Number(string code) => int.Parse(code, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }
}
