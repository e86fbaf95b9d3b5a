using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Tasks;

namespace TextBrewer.Cli.Screens;

/// <summary>How good a model is on a file: a line for each metric.</summary>
internal static class EvaluationScreen
{
    private const string Right = "right, by columns: given";

    // Of pairs of labels that are confused, the most that are shown.
    private const int Mistakes = 20;

    internal static void Show(Terminal terminal, TaskScore score)
    {
        if (score.Right is { } right) terminal.Out.WriteLine(FormattableString.Invariant($"{right} of {score.Count} right"));
        foreach ((string name, double value) in score.Metrics)
            terminal.Out.WriteLine(FormattableString.Invariant($"{name,-10} {value:F5}"));
    }

    /// <summary>How well each label is known.</summary>
    internal static void ShowLabels(Terminal terminal, IReadOnlyDictionary<string, LabelScore> labels) => PlainText.Write(
        terminal,
        "label",
        ["precision", "recall", "F1", "examples"],
        [.. labels.Select(label => (string[])
        [
            label.Key,
            PlainText.Number(label.Value.Precision, "F4"),
            PlainText.Number(label.Value.Recall, "F4"),
            PlainText.Number(label.Value.F1, "F4"),
            PlainText.Count(label.Value.Support),
        ])]);

    /// <summary>Which label is taken for which: a table of all, or the mistakes, most frequent first, where that is wider.</summary>
    internal static void ShowConfusion(Terminal terminal, IReadOnlyDictionary<string, IReadOnlyDictionary<string, long>> confusion)
    {
        string[] labels = [.. confusion.Keys];
        string[][] rows =
            [.. confusion.Select(gold => (string[])[gold.Key, .. labels.Select(label => PlainText.Count(gold.Value[label]))])];
        if (PlainText.Fits(terminal, Right, labels, rows))
        {
            PlainText.Write(terminal, Right, labels, rows);
            return;
        }
        string[][] mistakes =
        [
            .. from gold in confusion
               from given in gold.Value
               where given.Key != gold.Key && given.Value > 0
               orderby given.Value descending
               select (string[])[$"{gold.Key}, taken for {given.Key}", PlainText.Count(given.Value)],
        ];
        if (mistakes.Length > 0) PlainText.Write(terminal, "right label", ["examples"], [.. mistakes.Take(Mistakes)]);
        if (mistakes.Length > Mistakes) terminal.Out.WriteLine($"and {mistakes.Length - Mistakes} other pairs");
    }
}
