using System.Globalization;
using Spectre.Console;

namespace TextBrewer.Cli.Screens;

/// <summary>Text without colours and control sequences, as wide as its terminal, with numbers that are the same in every culture.</summary>
internal static class PlainText
{
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

    internal static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>Thousands are set apart.</summary>
    internal static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
