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
            return Run(terminal, read, parsed.GetValue(json), cancellationToken);
        });
        return command;
    }

    /// <summary>Looks at a recipe and shows what was found.</summary>
    /// <returns>The exit code.</returns>
    internal static int Run(Terminal terminal, Recipe recipe, bool json, CancellationToken cancellationToken)
    {
        LibTorch.Load();
        CheckResult result = RecipeRun.Check(recipe, new RunHost { Say = terminal.Error.WriteLine }, cancellationToken);
        if (json) terminal.Out.WriteLine(result.ToJson());
        else CheckScreen.Show(terminal, result);
        return result.IsSound ? ExitCode.Success : ExitCode.UserError;
    }
}
