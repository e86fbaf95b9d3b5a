using System.CommandLine;
using TextBrewer.Cli.Screens;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Runs;
using TextBrewer.Torch.Native;

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
        command.SetAction(parsed =>
        {
            Recipe read = RecipeFile.Read(parsed.GetRequiredValue(recipe), parsed.GetValue(set));
            LibTorch.Load();
            LabelResult result = TrainingScreen.Show(terminal, host => RecipeRun.Label(read, host, cancellationToken));
            if (parsed.GetValue(json)) terminal.Out.WriteLine(result.ToJson());
            else LabelScreen.Show(terminal, result);
            return result.Status == "stopped" ? ExitCode.Interrupted : ExitCode.Success;
        });
        return command;
    }
}
