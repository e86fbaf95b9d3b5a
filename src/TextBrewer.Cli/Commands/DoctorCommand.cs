using System.CommandLine;
using TextBrewer.Cli.Screens;
using TextBrewer.Recipes.Benchmarking;

namespace TextBrewer.Cli.Commands;

/// <summary><c>doctor</c>: what this machine offers, what is wrong, and the cure.</summary>
internal static class DoctorCommand
{
    internal static Command Make(Terminal terminal)
    {
        Command command = new("doctor", "Says what this machine offers and what is wrong.\n\nExample: textbrewer doctor");
        command.SetAction(_ => MachineScreen.Show(terminal, MachineReport.Make()));
        return command;
    }
}
