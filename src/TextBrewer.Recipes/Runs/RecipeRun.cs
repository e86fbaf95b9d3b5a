using System.Diagnostics;
using TextBrewer.Adaptors;
using TextBrewer.Naming;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Checks;
using TextBrewer.Recipes.Format;
using TextBrewer.Reports.Results;
using TextBrewer.Torch.Files;
using TextBrewer.Training;

namespace TextBrewer.Recipes.Runs;

/// <summary>A recipe from start to result: <c>train</c>, <c>distill</c> and <c>resume</c>.</summary>
public static class RecipeRun
{
    /// <summary>Supervised training of one model.</summary>
    /// <exception cref="OperationCanceledException">It was stopped before its first step: nothing was written.</exception>
    public static RunResult Train(Recipe recipe, RunHost host, CancellationToken cancellationToken = default)
    {
        if (recipe.Model is null)
            throw new ConfigurationException("$.model is missing: train needs the model to train; for teacher and student use distill.");
        return Run(recipe, resume: false, force: false, host, cancellationToken);
    }

    /// <summary>Distils the teachers into the student, and trains what the recipe wants to compare it with.</summary>
    /// <param name="recipe">The recipe; <c>baseline</c>: also the same student without a teacher, from the same weights, for as many steps;
    /// <c>ablation</c>: also without each loss term in turn.</param>
    /// <param name="host">Who looks on.</param>
    /// <param name="cancellationToken">Saves a checkpoint, then stops.</param>
    /// <exception cref="OperationCanceledException">It was stopped before its first step: nothing was written.</exception>
    public static RunResult Distill(Recipe recipe, RunHost host, CancellationToken cancellationToken = default)
    {
        if (recipe.Student is null)
            throw new ConfigurationException("$.student is missing: distill needs teacher and student; for one model use train.");
        return Run(recipe, resume: false, force: false, host, cancellationToken);
    }

    /// <summary>
    /// Looks for what would go wrong or is unwise: files, labels, vocabulary, layers, losses of a batch, disk and memory; and measures how
    /// long the run will take. Nothing is written.
    /// </summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="host">Who looks on.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static CheckResult Check(Recipe recipe, RunHost host, CancellationToken cancellationToken = default) =>
        RecipeCheck.Run(recipe, host, cancellationToken);

    /// <summary>
    /// Asks the teachers about all training data and stores what they say in the recipe's <c>teacher_store</c>, so that a distillation need
    /// not.
    /// </summary>
    /// <param name="recipe">The recipe of a distillation.</param>
    /// <param name="host">Who looks on.</param>
    /// <param name="cancellationToken">Stops after the batch at hand; what was stored stays.</param>
    public static LabelResult Label(Recipe recipe, RunHost host, CancellationToken cancellationToken = default) =>
        Labelling.Run(recipe, host, cancellationToken);

    /// <summary>Goes on with a stopped run from its newest checkpoint, comparisons included.</summary>
    /// <param name="folder">The run's folder, or that of one of its stages, which alone goes on then.</param>
    /// <param name="host">Who looks on.</param>
    /// <param name="force">Whether to go on although data, teachers or settings changed since; the model is then another.</param>
    /// <param name="cancellationToken">Saves a checkpoint, then stops.</param>
    /// <exception cref="ConfigurationException">Something changed; the message names it.</exception>
    public static RunResult Resume(string folder, RunHost host, bool force = false, CancellationToken cancellationToken = default)
    {
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"There is no run folder '{folder}'.");
        string own = Path.GetFullPath(folder);
        StageFolders? stages = StageFolders.Around(own);
        Recipe recipe = RecipeFile.Read(Path.Combine(own, RunFileNames.Recipe), [$"training.output_dir={own}"], stages?.Names ?? []);
        return Run(stages?.Resolve(recipe) ?? recipe, resume: true, force, host with { Stages = stages }, cancellationToken);
    }

    private static RunResult Run(Recipe recipe, bool resume, bool force, RunHost host, CancellationToken cancellationToken)
    {
        using FolderLock held = FolderLock.Take(recipe.Training.OutputDir);
        return recipe.Stages is null ? One(recipe, resume, force, host, cancellationToken)
            : new StagedRun(recipe, (stage, looking, begun) => Stage(stage, begun, force, looking, cancellationToken), host).Run(resume);
    }

    private static RunResult Stage(Recipe recipe, bool begun, bool force, RunHost host, CancellationToken cancellationToken) =>
        recipe.Stages is null ? Run(recipe, begun, force, host, cancellationToken) : One(recipe, begun, force, host, cancellationToken);

    private static RunResult One(Recipe recipe, bool resume, bool force, RunHost host, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        string output = recipe.Training.OutputDir;
        using RunContext context = new(recipe, host, cancellationToken) { Force = force };
        if (!resume && Checkpoint.All(output).Count > 0)
            throw new ConfigurationException(
                $"'{output}' already holds a run: go on with it by 'textbrewer resume', or choose another training.output_dir.");

        if (!resume && host.Checked is { } look) RecipeCheck.Begin(context, look);
        RunResult summary = new()
        {
            Method = recipe.ExpandedFrom,
            Status = "completed",
            Steps = 0,
            Seconds = 0,
            Seed = context.Training.Seed,
            Stages = host.Before,
        };
        try
        {
            context.FindStart();
            foreach (RunVariant variant in RunVariant.Of(context))
            {
                using TrainedModel model = context.Build(context.Recipe.Student ?? context.Recipe.Model!);
                TrainingResult result = variant.Fit(model, steps: variant.IsBaseline ? summary.Steps : null, cancellationToken);
                if (result.Status == TrainingStatus.Stopped)
                {
                    summary = summary with { Status = "stopped", Steps = result.Steps };
                    break;
                }
                if (result.Status == TrainingStatus.Diverged)
                {
                    // A comparison that came to nothing is no reason to lose the rest.
                    if (!variant.IsMain) continue;
                    summary = summary with { Status = "diverged", Steps = result.Steps };
                    break;
                }
                if (variant.IsMain) summary = summary with { Steps = result.Steps, Best = Best(result), SkippedSteps = Skipped(result) };
                summary = variant.Summarize(summary, model);
            }
            if (summary.Status == "completed")
            {
                summary = RunExport.Write(context, summary);
                RunJudgement.Warn(context, summary);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && Checkpoint.All(output).Count > 0)
        {
            // Outside of its trainings, whose checkpoints are there: resume does the rest.
            summary = summary with { Status = "stopped", Steps = Checkpoint.StepOf(Checkpoint.All(output)[^1])!.Value };
        }
        if (summary.Status != "stopped" && context.Messages.Warnings.Count > 0)
            summary = summary with { Warnings = context.Messages.Warnings };
        summary = summary with { Seconds = Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 3) };
        context.Predictions.Save(output, [.. context.Tasks.Select(task => (task.Name, task.Dev))]);
        RunFolder.Save(output, summary);
        WriteReport(output, host);
        return summary;
    }

    private static BestStep? Best(TrainingResult result) => result.Best is { } best ? new(best.Step, best.Metric, best.Value) : null;

    private static long? Skipped(TrainingResult result) => result.Skipped > 0 ? result.Skipped : null;

    /// <summary>The run is saved by now: a report that cannot be written is no reason to call it a failure.</summary>
    private static void WriteReport(string output, RunHost host)
    {
        try
        {
            host.Say($"Report: {RunReport.Write(output)}");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            host.Say($"The report was not written: {problem.Message} Write it again by 'textbrewer report'.");
        }
    }
}
