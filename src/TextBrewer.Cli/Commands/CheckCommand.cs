using System.CommandLine;
using TextBrewer.Cli.Screens;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Checks;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Runs;
using TextBrewer.Torch.Native;

namespace TextBrewer.Cli.Commands;

/// <summary><c>check</c>: what would go wrong, what is unwise, and how long it will take.</summary>
internal static class CheckCommand
{
    internal static Command Make(Terminal terminal, CancellationToken cancellationToken)
    {
        Argument<string> recipe = RunCommands.RecipeArgument();
        (Option<string[]> set, Option<bool> json) = (RunCommands.SetOption(), RunCommands.JsonOption());
        Option<bool> baseline = RunCommands.BaselineOption(), ablation = RunCommands.AblationOption();
        Command command = new(
            "check",
            "Looks at a recipe before hours are spent: files, labels, vocabulary, layers, losses, disk, memory, and how long it takes, "
                + "from steps that it times. Writes nothing. Ends with 2 where something is wrong.\n\nExample: textbrewer check "
                + "samples/recipes/sst2.json") { recipe, set, baseline, ablation, json };
        command.SetAction(parsed =>
        {
            Recipe read = RecipeFile.Read(parsed.GetRequiredValue(recipe), parsed.GetValue(set)).With(
                parsed.GetValue(baseline),
                parsed.GetValue(ablation));
            LibTorch.Load();
            CheckResult result = RecipeRun.Check(read, new RunHost { Say = terminal.Error.WriteLine }, cancellationToken);
            if (parsed.GetValue(json)) terminal.Out.WriteLine(result.ToJson());
            else CheckScreen.Show(terminal, result);
            return result.IsSound ? ExitCode.Success : ExitCode.UserError;
        });
        return command;
    }
}
