using System.Globalization;
using Spectre.Console;
using TextBrewer.Recipes.Predicting;
using TextBrewer.Text.Features;

namespace TextBrewer.Cli.Screens;

/// <summary>Predictions for a person: lines of columns where a program may cut them, tables of entities and answers.</summary>
internal static class PredictionScreen
{
    private const int Around = 40;

    internal static void Show(Terminal terminal, IReadOnlyList<Prediction> predictions)
    {
        foreach (Prediction prediction in predictions)
        {
            switch (prediction)
            {
                case ClassPrediction p: Line(terminal, p.Label, Number(p.Probabilities[p.Label]), p.Text, p.Pair); break;
                case LabelsPrediction p: Line(terminal, Labels(p), Probabilities(p), p.Text, p.Pair); break;
                case ValuePrediction p: Line(terminal, Number(p.Value), p.Text, p.Pair); break;
                case ChoicePrediction p:
                    Line(terminal, PlainText.Count(p.Choice), Number(p.Probabilities[p.Choice]), p.Text, p.Choices[p.Choice]);
                    break;
                case EntitiesPrediction p: Entities(terminal, p); break;
                case AnswersPrediction p: Answers(terminal, p); break;
            }
        }
    }

    private static string Labels(LabelsPrediction prediction) =>
        prediction.Labels.Count == 0 ? "-" : string.Join(",", prediction.Labels);

    private static string Probabilities(LabelsPrediction prediction) =>
        string.Join(",", prediction.Labels.Select(label => Number(prediction.Probabilities[label])));

    private static void Line(Terminal terminal, params string?[] cells) =>
        terminal.Out.WriteLine(string.Join('\t', cells.OfType<string>()));

    private static void Entities(Terminal terminal, EntitiesPrediction prediction)
    {
        terminal.Out.WriteLine(prediction.Text);
        if (prediction.Entities.Count == 0)
        {
            terminal.Out.WriteLine("  no entities");
            return;
        }
        Table table = PlainText.Table("type").AddColumn("entity");
        foreach (string column in (string[])["place", "probability"]) table.AddColumn(new TableColumn(column).RightAligned());
        foreach (TextEntity entity in prediction.Entities)
            table.AddRow(
                Markup.Escape(entity.Type),
                Markup.Escape(entity.Text),
                string.Create(CultureInfo.InvariantCulture, $"{entity.Start}-{entity.End}"),
                Number(entity.Probability));
        PlainText.Write(terminal, table);
    }

    private static void Answers(Terminal terminal, AnswersPrediction prediction)
    {
        terminal.Out.WriteLine(prediction.Question);
        Table table = PlainText.Table("answer", "probability").AddColumn("passage");
        foreach (AnswerCandidate answer in prediction.Answers)
            table.AddRow(Markup.Escape(answer.Text), Number(answer.Probability), Markup.Escape(Passage(prediction.Context, answer)));
        PlainText.Write(terminal, table);
    }

    /// <summary>An answer among what stands around it.</summary>
    private static string Passage(string context, AnswerCandidate answer)
    {
        int from = Math.Max(0, answer.Start - Around), to = Math.Min(context.Length, answer.End + Around);
        // Half a surrogate pair is no character.
        if (from > 0 && char.IsLowSurrogate(context[from])) from--;
        if (to < context.Length && char.IsLowSurrogate(context[to])) to++;
        string before = (from > 0 ? "…" : "") + context[from..answer.Start];
        string after = context[answer.End..to] + (to < context.Length ? "…" : "");
        return $"{before}«{answer.Text}»{after}".ReplaceLineEndings(" ");
    }

    private static string Number(double value) => PlainText.Number(value, "F4");
}
