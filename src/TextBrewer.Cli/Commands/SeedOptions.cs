using System.CommandLine;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Runs;
using TextBrewer.Reports.Results;

namespace TextBrewer.Cli.Commands;

/// <summary>The option of commands that run a recipe from several seeds.</summary>
internal sealed class SeedOptions
{
    private readonly Option<int> _seeds = new("--seeds")
    {
        Description = "Run from so many seeds, the recipe's and those after it, each in output_dir/seed-N; the result has mean and spread.",
        DefaultValueFactory = _ => 1,
    };

    internal SeedOptions() => _seeds.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() is not (>= 1 and <= 1000)) result.AddError("--seeds: give 1 to 1000.");
    });

    /// <summary>Adds the option to a command.</summary>
    internal void AddTo(Command command) => command.Options.Add(_seeds);

    /// <summary>How to go on with a run that was stopped.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="resume">The command that goes on with one run.</param>
    internal string GoOn(ParseResult parsed, string resume) =>
        parsed.GetValue(_seeds) == 1 ? resume : "the same command, and --auto-resume";

    /// <summary>Runs a recipe as often as the command line asks.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="path">The recipe's file.</param>
    /// <param name="set">Values that win over the file's.</param>
    /// <param name="recipe">The recipe as it was read.</param>
    /// <param name="host">Who looks on.</param>
    /// <param name="run">Runs a recipe.</param>
    internal RunResult Run(
        ParseResult parsed,
        string path,
        IReadOnlyList<string> set,
        Recipe recipe,
        RunHost host,
        Func<Recipe, RunResult> run)
    {
        int count = parsed.GetValue(_seeds);
        if (count == 1) return run(recipe);
        string output = recipe.Training.OutputDir;
        return SeededRuns.Run(output, [.. Enumerable.Range(recipe.Training.Seed, count)], host, (seed, folder) => run(RecipeFile.Read(
            path,
            [.. set, FormattableString.Invariant($"training.seed={seed}"), $"training.output_dir={folder}"])));
    }
}
