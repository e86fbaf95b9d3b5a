using System.Globalization;
using TextBrewer.Recipes.Runs;

namespace TextBrewer.Cli.Screens;

/// <summary>Says what <c>label</c> stored.</summary>
internal static class LabelScreen
{
    internal static void Show(Terminal terminal, LabelResult result)
    {
        if (result.Stages is null) terminal.Out.WriteLine(Line(result));
        foreach (LabelledStage stage in result.Stages ?? [])
            terminal.Out.WriteLine($"{stage.Name}: {(stage.Result is { } own ? Line(own) : $"left out. {stage.LeftOut}")}");
        if (result.Status == "stopped") terminal.Out.WriteLine("Stopped; what is stored stays, and the same command goes on.");
    }

    private static string Line(LabelResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"Asked about {result.Asked:N0} examples in {result.Seconds:F1} s; {result.Stored:N0} of {result.Examples:N0} are stored in "
            + $"'{result.Folder}' ({result.Bytes / 1e6:F1} MB).");
}
