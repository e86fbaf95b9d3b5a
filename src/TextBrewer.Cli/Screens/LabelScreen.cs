using System.Globalization;
using TextBrewer.Recipes.Runs;

namespace TextBrewer.Cli.Screens;

/// <summary>Says what <c>label</c> stored.</summary>
internal static class LabelScreen
{
    internal static void Show(Terminal terminal, LabelResult result)
    {
        terminal.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Asked about {result.Asked:N0} examples in {result.Seconds:F1} s; {result.Stored:N0} of {result.Examples:N0} are stored in "
                + $"'{result.Folder}' ({result.Bytes / 1e6:F1} MB)."));
        if (result.Status == "stopped") terminal.Out.WriteLine("Stopped; what is stored stays, and the same command goes on.");
    }
}
