using System.CommandLine;
using TextBrewer.Cli.Screens;
using TextBrewer.Configuration;
using TextBrewer.Naming;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Checks;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Runs;
using TextBrewer.Reports.Results;
using TextBrewer.Torch.Collectives;

namespace TextBrewer.Cli.Commands;

/// <summary><c>train</c>, <c>distill</c> and <c>resume</c>.</summary>
internal static class RunCommands
{
    internal static Command Train(Terminal terminal, CancellationToken cancellationToken) => Starting(
        terminal,
        "train",
        "Trains one model on labels: a teacher, or a student without one.\n\nExample: textbrewer train teacher.json --set "
            + "training.num_epochs=5",
        [],
        (recipe, _) => recipe,
        RecipeRun.Train,
        cancellationToken);

    internal static Command Distill(Terminal terminal, CancellationToken cancellationToken)
    {
        Option<bool> baseline = BaselineOption(), ablation = AblationOption();
        return Starting(
            terminal,
            "distill",
            "Distils one or several teachers into a student.\n\nExample: textbrewer distill samples/recipes/sst2.json --baseline",
            [baseline, ablation],
            (recipe, parsed) => recipe.With(parsed.GetValue(baseline), parsed.GetValue(ablation)),
            RecipeRun.Distill,
            cancellationToken);
    }

    /// <summary>A command that starts the runs of a recipe.</summary>
    /// <param name="terminal">Where it is shown.</param>
    /// <param name="name">The command's name.</param>
    /// <param name="help">What it does.</param>
    /// <param name="more">Options of its own.</param>
    /// <param name="with">The recipe with what these add.</param>
    /// <param name="start">Starts a run.</param>
    /// <param name="cancellationToken">Saves a checkpoint, then stops.</param>
    private static Command Starting(
        Terminal terminal,
        string name,
        string help,
        IReadOnlyList<Option<bool>> more,
        Func<Recipe, ParseResult, Recipe> with,
        Func<Recipe, RunHost, CancellationToken, RunResult> start,
        CancellationToken cancellationToken)
    {
        (Argument<string> recipe, Option<string[]> set, Option<bool> json) = (RecipeArgument(), SetOption(), JsonOption());
        Option<bool> noCheck = NoCheckOption(), autoResume = AutoResumeOption(), dryRun = DryRunOption();
        ProcessOptions processes = new();
        SeedOptions seeds = new();
        Command command = new(name, help) { recipe, set };
        foreach (Option<bool> option in more) command.Options.Add(option);
        foreach (Option<bool> option in (Option<bool>[])[noCheck, dryRun, autoResume, json]) command.Options.Add(option);
        seeds.AddTo(command);
        processes.AddTo(command);
        command.SetAction(parsed => processes.Run(terminal, parsed, (shown, collective) =>
        {
            (string file, string[] settings) = (parsed.GetRequiredValue(recipe), parsed.GetValue(set) ?? []);
            Recipe read = collective.Together("reading the recipe", () => with(RecipeFile.Read(file, settings), parsed));
            if (parsed.GetValue(dryRun)) return CheckCommand.Run(shown, read, parsed.GetValue(json), cancellationToken);
            string folder = read.Training.OutputDir, goOn = seeds.GoOn(parsed, ResumeOf(folder));
            return Run(shown, parsed.GetValue(json), folder, goOn, collective, host => processes.Host(host, collective, parsed), host =>
                seeds.Run(parsed, file, settings, read, host, one =>
                    parsed.GetValue(autoResume) && RecipeRun.IsBegun(one.Training.OutputDir, host)
                        ? RecipeRun.Resume(one.Training.OutputDir, host, cancellationToken: cancellationToken)
                        : start(with(one, parsed), Checking(host, parsed.GetValue(noCheck)), cancellationToken)));
        }));
        return command;
    }

    internal static Command Resume(Terminal terminal, CancellationToken cancellationToken)
    {
        Argument<string> folder = new("run") { Description = "The run's folder." };
        Option<bool> json = JsonOption();
        Option<bool> force = new("--force")
        {
            Description = "Go on although data, teachers or settings changed since the run was stopped; its model is then another."
        };
        Command command = new("resume", "Goes on with a stopped run from its newest checkpoint.\n\nExample: textbrewer resume runs/sst2") {
            folder,
            force,
            json };
        ProcessOptions processes = new();
        processes.AddTo(command);
        command.SetAction(parsed => processes.Run(terminal, parsed, (shown, collective) =>
            Run(
                shown,
                parsed.GetValue(json),
                parsed.GetRequiredValue(folder),
                ResumeOf(parsed.GetRequiredValue(folder)),
                collective,
                host => processes.Host(host, collective, parsed),
                host => RecipeRun.Resume(parsed.GetRequiredValue(folder), host, parsed.GetValue(force), cancellationToken))));
        return command;
    }

    internal static Option<bool> BaselineOption() =>
        new("--baseline") { Description = "Also train the same student without the teacher, and compare." };

    internal static Option<bool> AblationOption() =>
        new("--ablation") { Description = "Also distil without each of the loss terms in turn, and compare." };

    private static Option<bool> AutoResumeOption() => new("--auto-resume")
    {
        Description = "Go on with the run in the recipe's output_dir, as resume does, where one was begun.",
    };

    private static Option<bool> DryRunOption() =>
        new("--dry-run") { Description = "Look at the recipe as check does, and end." };

    private static Option<bool> NoCheckOption() =>
        new("--no-check") { Description = "Begin without looking at the recipe first, as check does." };

    /// <summary>The recipe with the comparisons that the command line asks for.</summary>
    internal static Recipe With(this Recipe recipe, bool baseline, bool ablation) => recipe with
    {
        Baseline = recipe.Baseline || baseline,
        Ablation = recipe.Ablation || ablation,
    };

    /// <summary>A run that begins with a check, and does not go on where something is wrong.</summary>
    private static RunHost Checking(RunHost host, bool noCheck) => noCheck ? host : host with
    {
        Checked = result =>
        {
            CheckFinding[] errors = [.. result.Findings.Where(finding => finding.Severity == CheckSeverity.Error)];
            ConfigurationException.ThrowIfAny([.. errors.Select(finding => finding.ToString())]);
        },
    };

    internal static Option<bool> JsonOption() => new("--json") { Description = "Print the result as JSON." };

    internal static Argument<string> RecipeArgument() => new("recipe") { Description = "The recipe: a JSON file." };

    internal static Option<string[]> SetOption() =>
        new("--set") { Description = "Override a value of the recipe: --set training.num_epochs=5. May be repeated." };

    private static int Run(
        Terminal terminal,
        bool json,
        string folder,
        string goOn,
        ICollective collective,
        Func<RunHost, RunHost> among,
        Func<RunHost, RunResult> run)
    {
        RunResult result;
        try
        {
            result = TrainingScreen.Show(terminal, host => run(among(host)));
        }
        catch (OperationCanceledException stop) when (collective.Size == 1 || stop.IsAgreed())
        {
            terminal.Error.WriteLine(
                IsBegun(folder) ? $"Stopped. Go on with: {goOn}" : "Stopped before the first step: nothing is kept.");
            return ExitCode.Interrupted;
        }
        if (result.Status == "stopped")
        {
            terminal.Error.WriteLine($"Stopped at step {result.Steps}; a checkpoint is saved. Go on with: {goOn}");
            return ExitCode.Interrupted;
        }
        if (result.Status == "diverged")
        {
            terminal.Error.WriteLine($"Error: The training diverged at step {result.Steps}; nothing was exported. The warnings above and "
                + $"{CommandArgument.Of(Path.Combine(folder, RunFileNames.Report))} say where.");
            return ExitCode.UserError;
        }
        // What was measured is known to process 0.
        if (collective.Rank > 0) return ExitCode.Success;
        if (json) terminal.Out.WriteLine(result.ToJson());
        else ResultScreen.Show(terminal, result);
        return ExitCode.Success;
    }

    /// <summary>Whether a run stands in a folder, or below it one of a stage or a seed.</summary>
    private static bool IsBegun(string folder) =>
        Directory.Exists(folder) && Directory.EnumerateFiles(folder, RunFileNames.Recipe, SearchOption.AllDirectories).Any();

    private static string ResumeOf(string folder) => $"textbrewer resume {CommandArgument.Of(folder)}";
}
