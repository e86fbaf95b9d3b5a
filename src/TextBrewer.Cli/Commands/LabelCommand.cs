using System.CommandLine;
using TextBrewer.Cli.Screens;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Runs;
using TextBrewer.Torch.Collectives;

namespace TextBrewer.Cli.Commands;

/// <summary><c>label</c>.</summary>
internal static class LabelCommand
{
    internal static Command Make(Terminal terminal, CancellationToken cancellationToken)
    {
        Argument<string> recipe = RunCommands.RecipeArgument();
        (Option<string[]> set, Option<bool> json) = (RunCommands.SetOption(), RunCommands.JsonOption());
        Command command = new(
            "label",
            "Stores what the teachers say about the training data, so that distillations need not ask them.\n\nExample: textbrewer label "
                + "samples/recipes/sst2.json --set teacher_store=teacher-outputs") { recipe, set, json };
        ProcessOptions processes = new();
        processes.AddTo(command, withFolder: false);
        command.SetAction(parsed => processes.Run(terminal, parsed, (shown, collective) =>
        {
            Recipe read = collective.Together(
                "reading the recipe",
                () => RecipeFile.Read(parsed.GetRequiredValue(recipe), parsed.GetValue(set)));
            LabelResult result = TrainingScreen.Show(
                shown,
                host => RecipeRun.Label(read, host with { Collective = collective }, cancellationToken));
            if (parsed.GetValue(json)) shown.Out.WriteLine(result.ToJson());
            else LabelScreen.Show(shown, result);
            return result.Status == "stopped" ? ExitCode.Interrupted : ExitCode.Success;
        }));
        return command;
    }
}
