using TextBrewer.Recipes.Tasks;

namespace TextBrewer.Cli.Screens;

/// <summary>How good a model is on a file: a line for each metric.</summary>
internal static class EvaluationScreen
{
    internal static void Show(Terminal terminal, TaskScore score)
    {
        if (score.Right is { } right) terminal.Out.WriteLine(FormattableString.Invariant($"{right} of {score.Count} right"));
        foreach ((string name, double value) in score.Metrics)
            terminal.Out.WriteLine(FormattableString.Invariant($"{name,-10} {value:F5}"));
    }
}
