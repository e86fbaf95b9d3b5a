using System.Diagnostics;
using TextBrewer.Naming;
using TextBrewer.Recipes.Checks;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
using TorchSharp;

namespace TextBrewer.Recipes.Runs;

/// <summary>
/// Looks at a recipe before hours are spent on it. It writes nothing, and a run that follows it is the one that it would be.
/// </summary>
internal static class RecipeCheck
{
    /// <summary>Reads all that a recipe names, and looks at it.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="host">Who looks on.</param>
    /// <param name="cancellationToken">Stops it.</param>
    internal static CheckResult Run(Recipe recipe, RunHost host, CancellationToken cancellationToken)
    {
        if (recipe.Stages is not null) return StagedCheck.Run(recipe, stage => Run(stage, host, cancellationToken));
        long start = Stopwatch.GetTimestamp();
        CheckFinding[] missing = [.. MissingFiles.Of(recipe)];
        if (missing.Length > 0) return Wrong(missing, start);
        try
        {
            using RunContext context = new(recipe, host, cancellationToken);
            double loading = Stopwatch.GetElapsedTime(start).TotalSeconds;
            CheckResult result = Of(context);
            if (result.IsSound) result = result with { Duration = Undisturbed(() => RunTiming.Measure(context, loading)) };
            return result with { Seconds = Seconds(start) };
        }
        catch (Exception problem) when (problem is ConfigurationException or InvalidDataException or IOException)
        {
            return Wrong([CheckFinding.Error("$", problem.Message)], start);
        }
    }

    /// <summary>Looks at a recipe whose run is about to begin, and says what is unwise.</summary>
    /// <param name="context">The run.</param>
    /// <param name="look">Takes what was found, and throws where the run is not to begin.</param>
    internal static void Begin(RunContext context, Action<CheckResult> look)
    {
        CheckResult result = Of(context);
        foreach (CheckFinding finding in result.Findings.Where(finding => finding.Severity == CheckSeverity.Warning))
            context.Messages.SayOnce($"Warning: {finding}");
        look(result);
    }

    /// <summary>Looks at a recipe that is read; seconds are enough for it, because nothing is timed.</summary>
    /// <exception cref="ConfigurationException">A setting cannot work with these models.</exception>
    internal static CheckResult Of(RunContext context) => Undisturbed(() =>
    {
        long start = Stopwatch.GetTimestamp();
        using TrainedModel model = context.Build(context.Recipe.Student ?? context.Recipe.Model!);
        CheckedRecipe recipe = new(context.Recipe, [.. context.Tasks.Select(task => task.Checked())], model.Heads)
        {
            Cancellation = context.Cancellation,
        };
        // A factor for a part that the model has not is an error.
        _ = LearningRates.Groups(model.Module, context.Recipe.Training, model.Heads[0].Config);
        DryRun dryRun = DryRun.Of(recipe);
        CheckedNeed need = Needs.Of(recipe);
        return new CheckResult
        {
            Findings = [.. dryRun.Findings, .. Needs.Findings(need), .. CheckTable.Of(recipe)],
            Texts = [.. recipe.Tasks.Select(Texts)],
            Matches = dryRun.Matches,
            Losses = dryRun.Losses,
            Need = need,
            Seconds = Seconds(start),
        };
    });

    /// <summary>A task as checks look at it.</summary>
    internal static CheckedTask Checked(this TaskContext task) => new()
    {
        Name = task.Name,
        Kind = task.Kind,
        Task = task.Task,
        Distillation = task.Distillation,
        DistillationPath = task.DistillationPath,
        Weight = task.Weight,
        Labelled = task.Labelled,
        Extra = task.Extra,
        Raw = task.Raw,
        Augmented = task.Augmented,
        Dev = task.Dev,
        Teacher = task.Teacher,
        FirstModel = task.FirstModel,
    };

    /// <summary>Looks, and puts the random state back.</summary>
    private static T Undisturbed<T>(Func<T> look)
    {
        using torch.Tensor random = torch.random.get_rng_state();
        try
        {
            return look();
        }
        finally
        {
            torch.random.set_rng_state(random);
        }
    }

    private static CheckedTexts Texts(CheckedTask task) => new(
        task.Name,
        task.Labelled.Count,
        task.Extra.Count,
        task.DevTexts.Count,
        task.Task.Settings.MaxLength,
        Math.Round(task.Labelled.Average((EncodedText text) => (double)text.Length), 1),
        Math.Round(TruncatedTexts.Share(task), 4))
    {
        Raw = task.Raw.Count,
        Augmented = task.Augmented?.Facts ?? [],
    };

    private static CheckResult Wrong(IReadOnlyList<CheckFinding> findings, long start) =>
        new() { Findings = findings, Seconds = Seconds(start) };

    private static double Seconds(long start) => Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 3);
}
