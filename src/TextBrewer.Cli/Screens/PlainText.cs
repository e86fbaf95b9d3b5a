using System.Globalization;
using Spectre.Console;

namespace TextBrewer.Cli.Screens;

/// <summary>Text without colours and control sequences, as wide as its terminal, with numbers that are the same in every culture.</summary>
internal static class PlainText
{
    // Between two columns of a table.
    private const int Gap = 3;

    /// <summary>A table to add columns and rows to.</summary>
    /// <param name="first">The first column, of text.</param>
    /// <param name="numbers">The columns of numbers behind it.</param>
    internal static Table Table(string first, params IEnumerable<string> numbers)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn(first);
        foreach (string column in numbers) table.AddColumn(new TableColumn(column).RightAligned());
        return table;
    }

    internal static void Write(Terminal terminal, Table table)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(terminal.Out)
        });
        console.Profile.Width = terminal.Width;
        console.Write(table);
    }

    /// <summary>
    /// A table of numbers; where the terminal is too narrow for it, a block of lines for each row, so that no number is cut.
    /// </summary>
    /// <param name="terminal">Where it is written.</param>
    /// <param name="first">The column that names a row.</param>
    /// <param name="columns">The columns of numbers.</param>
    /// <param name="rows">The rows, the name first.</param>
    internal static void Write(Terminal terminal, string first, IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        if (!Fits(terminal, first, columns, rows))
        {
            Blocks(terminal, columns, rows);
            return;
        }
        Table table = Table(first, columns.Select(Markup.Escape));
        foreach (IReadOnlyList<string> row in rows) table.AddRow([.. row.Select(Markup.Escape)]);
        Write(terminal, table);
    }

    /// <summary>Whether a table is as narrow as its terminal.</summary>
    internal static bool Fits(Terminal terminal, string first, IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        IReadOnlyList<string>[] all = [[first, .. columns], .. rows];
        return Enumerable.Range(0, all[0].Count).Sum(column => Gap + all.Max(row => row[column].Length)) <= terminal.Width;
    }

    private static void Blocks(Terminal terminal, IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        int names = columns.Max(column => column.Length), numbers = rows.Max(row => row.Skip(1).Max(cell => cell.Length));
        foreach (IReadOnlyList<string> row in rows)
        {
            terminal.Out.WriteLine(row[0]);
            foreach ((string column, string cell) in columns.Zip(row.Skip(1)))
                terminal.Out.WriteLine($"  {column.PadRight(names)}  {cell.PadLeft(numbers)}");
        }
        terminal.Out.WriteLine();
    }

    internal static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>Thousands are set apart.</summary>
    internal static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
