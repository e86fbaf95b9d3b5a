using System.CommandLine;

namespace TextBrewer.Cli.Commands;

/// <summary><c>quickstart</c>: the whole way on a small corpus of its own.</summary>
internal static class QuickstartCommand
{
    internal static Command Make(Terminal terminal, CancellationToken cancellationToken)
    {
        Command command = new("quickstart", "Makes a small dataset, trains a teacher, distils it, compares.\n\nExample: textbrewer quickstart --output quickstart");
        command.SetAction(_ =>
        {
            terminal.Error.WriteLine("Error: quickstart is not built yet; run a recipe with: textbrewer distill RECIPE");
            return ExitCode.UserError;
        });
        return command;
    }
}
