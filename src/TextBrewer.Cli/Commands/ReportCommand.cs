using System.CommandLine;
using TextBrewer.Recipes.Runs;

namespace TextBrewer.Cli.Commands;

/// <summary><c>report</c>: a run's HTML report again, from what its folder holds.</summary>
internal static class ReportCommand
{
    internal static Command Make(Terminal terminal)
    {
        Argument<string> folder = new("run") { Description = "The run's folder." };
        Command command = new("report", "Writes a run's HTML report again, and says where it is.\n\nExample: textbrewer report runs/sst2") {
            folder };
        command.SetAction(parsed => terminal.Out.WriteLine(RunReport.Write(parsed.GetRequiredValue(folder))));
        return command;
    }
}
