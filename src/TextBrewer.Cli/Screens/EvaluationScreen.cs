using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Text.Metrics;

namespace TextBrewer.Cli.Screens;

/// <summary>How good a model is on a file: a row for each metric, and how far chance may have moved it.</summary>
internal static class EvaluationScreen
{
    private const string Right = "right, by columns: given";

    // Of pairs of labels that are confused, the most that are shown.
    private const int Mistakes = 20;

    internal static void Show(Terminal terminal, TaskScore score, IReadOnlyDictionary<string, Interval> intervals)
    {
        string[] columns = intervals.Count > 0 ? ["value", "95 % interval"] : ["value"];
        PlainText.Write(terminal, "metric", columns, [.. score.Metrics.Select(metric => (string[])
        [
            metric.Key,
            PlainText.Number(metric.Value, "F5"),
            .. intervals.Count == 0 ? Array.Empty<string>() : [Text(intervals.GetValueOrDefault(metric.Key))],
        ])]);
        string right = score.Right is { } count ? $"{PlainText.Count(count)} of " : "";
        string examples = $"{right}{PlainText.Count(score.Count)} {(score.Right is null ? "examples" : "right")}";
        string interval = $" The interval: what 95 of 100 samples of as many examples give, by "
            + $"{PlainText.Count(Bootstrap.Resamples)} resamples.";
        terminal.Out.WriteLine($"{examples}.{(intervals.Count == 0 ? "" : interval)}");
    }

    private static string Text(Interval? interval) => interval is null
        ? "-"
        : $"{PlainText.Number(interval.Low, "F5")} to {PlainText.Number(interval.High, "F5")}";

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
        PlainTable all = PlainText.Table(Right, labels, rows);
        if (all.Fits(terminal))
        {
            all.Write(terminal);
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
