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
            else new PlainTable([.. columns.Select(Column)], view.Rows).Write(terminal);
        }
    }

    private static PlainColumn Column(PredictionColumn column) => new(column.Name, column.IsNumber, Wraps: !column.IsNumber);
}
