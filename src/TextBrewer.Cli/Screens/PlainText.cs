using System.Globalization;
using Spectre.Console;

namespace TextBrewer.Cli.Screens;

/// <summary>Text as wide as its terminal, with numbers that are the same in every culture.</summary>
internal static class PlainText
{
    // What is said beside a name is not squeezed into less.
    private const int NarrowestText = 56;

    /// <summary>A table of numbers.</summary>
    /// <param name="terminal">Where it is written.</param>
    /// <param name="first">The column that names a row.</param>
    /// <param name="columns">The columns of numbers.</param>
    /// <param name="rows">The rows, the name first.</param>
    internal static void Write(Terminal terminal, string first, IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows) =>
        Table(first, columns, rows).Write(terminal);

    /// <summary>A table of numbers, to write or not.</summary>
    internal static PlainTable Table(string first, IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows) =>
        new([new PlainColumn(first, IsNumber: false), .. columns.Select(column => new PlainColumn(column))], rows);

    /// <summary>Names with what there is to say about each: beside them or, where there is no room for it, below.</summary>
    /// <param name="terminal">Where it is written.</param>
    /// <param name="lines">Names, and what is said; without a name it goes on about the one before.</param>
    /// <param name="indent">How far all of it stands to the right.</param>
    internal static void WriteList(Terminal terminal, IReadOnlyList<(string Name, string Says)> lines, int indent = 0)
    {
        int names = lines.Max(line => Width(line.Name)) + 2, beside = terminal.Width - indent - names;
        bool isBelow = beside < NarrowestText && lines.Any(line => Width(line.Says) > beside);
        int left = isBelow ? indent + 4 : indent + names;
        foreach ((string name, string says) in lines)
        {
            string start = new string(' ', indent) + Padded(name, names);
            if (isBelow && name.Length > 0) terminal.Out.WriteLine(start.TrimEnd());
            if (isBelow) start = new string(' ', left);
            foreach (string line in Lines(says, terminal.Width - left))
            {
                terminal.Out.WriteLine((start + line).TrimEnd());
                start = new string(' ', left);
            }
        }
    }

    /// <summary>A text broken into lines between words; a word that is longer than a line is not broken.</summary>
    internal static IEnumerable<string> Lines(string text, int width)
    {
        string line = "";
        foreach (string piece in Pieces(text))
        {
            if (line.Length > 0 && Width((line + piece).TrimEnd()) > width)
            {
                yield return line.TrimEnd();
                line = "";
            }
            line += piece;
        }
        yield return line.TrimEnd();
    }

    // A line may end behind a space, and on either side of a character that is as wide as two: Chinese has no spaces.
    private static IEnumerable<string> Pieces(string text)
    {
        int start = 0;
        for (int i = 1; i < text.Length; i++)
        {
            if (text[i - 1] != ' ' && !IsWide(text[i - 1]) && !IsWide(text[i])) continue;
            yield return text[start..i];
            start = i;
        }
        yield return text[start..];

        static bool IsWide(char one) => !char.IsSurrogate(one) && one.GetCellWidth() > 1;
    }

    /// <summary>How many columns of a terminal a text takes.</summary>
    internal static int Width(string text) => text.GetCellWidth();

    /// <summary>A text with spaces behind it.</summary>
    internal static string Padded(string text, int width) => text + new string(' ', Math.Max(0, width - Width(text)));

    internal static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>Thousands are set apart.</summary>
    internal static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
