using System.Globalization;
using Spectre.Console;

namespace TextBrewer.Cli.Screens;

/// <summary>
/// A table without colours and control sequences that is never wider than its terminal. Where it does not fit, headings and texts are
/// broken between words; where that is not enough, each row becomes a block of lines, so that no number is cut.
/// </summary>
/// <param name="columns">The columns, the one that names a row first.</param>
/// <param name="rows">A cell for each column.</param>
internal sealed class PlainTable(IReadOnlyList<PlainColumn> columns, IReadOnlyList<IReadOnlyList<string>> rows)
{
    // Between two columns.
    private const int Gap = 3;

    // A text in narrower lines than this is hard to read.
    private const int NarrowestText = 28;

    /// <summary>Whether it fits as a table.</summary>
    internal bool Fits(Terminal terminal) => Columns(narrow: true).Sum(column => column.Width + Gap) <= terminal.Width;

    /// <summary>Writes it.</summary>
    internal void Write(Terminal terminal)
    {
        if (!Fits(terminal))
        {
            foreach (IReadOnlyList<string> row in rows) WriteBlock(terminal, row);
            terminal.Out.WriteLine();
            return;
        }
        bool narrow = Columns(narrow: false).Sum(column => column.Width + Gap) > terminal.Width;
        Table table = new Table().Border(TableBorder.Simple);
        foreach ((PlainColumn column, int width) in Columns(narrow))
        {
            string heading = string.Join('\n', PlainText.Lines(column.Name, width));
            TableColumn shown = new(new Spectre.Console.Text(heading)) { NoWrap = !column.Wraps };
            table.AddColumn(column.IsNumber ? shown.RightAligned() : shown);
        }
        foreach (IReadOnlyList<string> row in rows) table.AddRow(row.Select(cell => new Spectre.Console.Text(cell)));
        Write(terminal, table);
    }

    private void WriteBlock(Terminal terminal, IReadOnlyList<string> row)
    {
        terminal.Out.WriteLine(row[0]);
        int names = columns.Skip(1).Max(column => PlainText.Width(column.Name)), left = names + 4;
        int numbers = rows.Max(cells => Enumerable.Range(1, columns.Count - 1).Where(i => !columns[i].Wraps)
            .Select(i => PlainText.Width(cells[i])).DefaultIfEmpty().Max());
        foreach ((PlainColumn column, string cell) in columns.Zip(row).Skip(1))
        {
            IEnumerable<string> lines = column.Wraps ? PlainText.Lines(cell, terminal.Width - left)
                : [new string(' ', column.IsNumber ? numbers - PlainText.Width(cell) : 0) + cell];
            string name = column.Name;
            foreach (string line in lines)
            {
                terminal.Out.WriteLine($"  {PlainText.Padded(name, names)}  {line}");
                name = "";
            }
        }
    }

    /// <summary>The columns, and how wide they are.</summary>
    /// <param name="narrow">As narrow as they may be.</param>
    private IEnumerable<(PlainColumn Column, int Width)> Columns(bool narrow) => columns.Select((column, i) =>
    {
        int cells = rows.Select(row => PlainText.Width(row[i])).DefaultIfEmpty().Max();
        if (narrow && column.Wraps) cells = Math.Min(cells, NarrowestText);
        int heading = narrow ? column.Name.Split(' ').Max(PlainText.Width) : PlainText.Width(column.Name);
        return (column, Math.Max(cells, heading));
    });

    private static void Write(Terminal terminal, Table table)
    {
        StringWriter text = new(CultureInfo.InvariantCulture);
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = terminal.Width;
        console.Write(table);
        foreach (string line in text.ToString().TrimEnd('\n').Split('\n')) terminal.Out.WriteLine(line.TrimEnd());
    }
}
