using System.CommandLine;
using System.Globalization;
using TextBrewer.Cli.Screens;
using TextBrewer.Naming;
using TextBrewer.Recipes.Quickstart;
using TextBrewer.Recipes.Runs;
using TextBrewer.Reports.Results;
using TextBrewer.Torch.Native;

namespace TextBrewer.Cli.Commands;

/// <summary><c>quickstart</c>: the whole way on a small corpus of its own.</summary>
internal static class QuickstartCommand
{
    internal static Command Make(Terminal terminal, CancellationToken cancellationToken)
    {
        Option<string> output = new("--output") { Description = "The folder that it writes.", DefaultValueFactory = _ => "quickstart" };
        Option<int> seed = new("--seed") { Description = "Decides corpus and weights.", DefaultValueFactory = _ => 0 };
        Option<bool> json = RunCommands.JsonOption();
        Command command = new("quickstart", "Makes a small dataset, trains a teacher, distils it, compares. No download; minutes on two "
            + "cores.\n\nExample: textbrewer quickstart --output quickstart") { output, seed, json };
        command.SetAction(parsed =>
        {
            LibTorch.Load();
            string folder = parsed.GetRequiredValue(output);
            RunResult result = TrainingScreen.Show(
                terminal,
                host => QuickstartRun.Run(folder, parsed.GetValue(seed), host, cancellationToken));
            if (result.Status == "stopped")
            {
                terminal.Error.WriteLine($"Stopped; a checkpoint is saved. Go on with: textbrewer quickstart --output "
                    + $"{CommandArgument.Of(folder)}{(parsed.GetValue(seed) == 0 ? "" : $" --seed {parsed.GetValue(seed)}")}");
                return ExitCode.Interrupted;
            }
            if (result.Status == "diverged") return ExitCode.UserError;
            if (parsed.GetValue(json)) terminal.Out.WriteLine(result.ToJson());
            else
            {
                ResultScreen.Show(terminal, result);
                terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The baseline is the same student, trained without the "
                    + $"teacher for as many steps. Took {result.Seconds:F0} s; data, recipes and models are in {folder}."));
            }
            return ExitCode.Success;
        });
        return command;
    }
}
