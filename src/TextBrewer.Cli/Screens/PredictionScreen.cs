using Spectre.Console;
using TextBrewer.Recipes.Tasks;

namespace TextBrewer.Cli.Screens;

/// <summary>Predictions for a person: lines of columns where a program may cut them, tables of entities and answers.</summary>
internal static class PredictionScreen
{
    internal static void Show(Terminal terminal, IReadOnlyList<Prediction> predictions)
    {
        foreach (PredictionView view in predictions.Select(prediction => prediction.View))
        {
            terminal.Out.WriteLine(string.Join('\t', view.Cells));
            if (view.Columns is not { } columns) continue;
            if (view.Rows.Count == 0 && view.Nothing.Length > 0) terminal.Out.WriteLine($"  {view.Nothing}");
            else WriteTable(terminal, columns, view.Rows);
        }
    }

    private static void WriteTable(Terminal terminal, IReadOnlyList<PredictionColumn> columns, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        Table table = new Table().Border(TableBorder.Simple);
        foreach (PredictionColumn column in columns)
            table.AddColumn(column.IsNumber ? new TableColumn(column.Name).RightAligned() : new TableColumn(column.Name));
        foreach (IReadOnlyList<string> row in rows) table.AddRow([.. row.Select(Markup.Escape)]);
        PlainText.Write(terminal, table);
    }
}
