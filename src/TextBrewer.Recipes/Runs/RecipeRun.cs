using System.Diagnostics;
using TextBrewer.Adaptors;
using TextBrewer.Naming;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Checks;
using TextBrewer.Recipes.Format;
using TextBrewer.Reports.Results;
using TextBrewer.Torch.Collectives;
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
        host.Refuse(recipe.Model is not null ? null
            : "$.model is missing: train needs the model to train; for teacher and student use distill.");
        return Run(recipe, resume: false, force: false, host, processes: null, cancellationToken);
    }

    /// <summary>Distils the teachers into the student, and trains what the recipe wants to compare it with.</summary>
    /// <param name="recipe">The recipe; <c>baseline</c>: also the same student without a teacher, from the same weights, for as many steps;
    /// <c>ablation</c>: also without each loss term in turn.</param>
    /// <param name="host">Who looks on.</param>
    /// <param name="cancellationToken">Saves a checkpoint, then stops.</param>
    /// <exception cref="OperationCanceledException">It was stopped before its first step: nothing was written.</exception>
    public static RunResult Distill(Recipe recipe, RunHost host, CancellationToken cancellationToken = default)
    {
        host.Refuse(recipe.Student is not null ? null
            : "$.student is missing: distill needs teacher and student; for one model use train.");
        return Run(recipe, resume: false, force: false, host, processes: null, cancellationToken);
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

    /// <summary>
    /// Goes on with a stopped run from its newest checkpoint, comparisons included. Of a finished one it gives the result, and makes again
    /// what is missing of its files.
    /// </summary>
    /// <param name="folder">The run's folder, or that of one of its stages, which alone goes on then.</param>
    /// <param name="host">Who looks on.</param>
    /// <param name="force">Whether to go on although data, teachers or settings changed since; the model is then another.</param>
    /// <param name="cancellationToken">Saves a checkpoint, then stops.</param>
    /// <exception cref="ConfigurationException">Something changed; the message names it.</exception>
    public static RunResult Resume(string folder, RunHost host, bool force = false, CancellationToken cancellationToken = default)
    {
        using RunProcesses processes = RunProcesses.Of(host, folder);
        processes.Give();
        folder = processes.Folder;
        (Recipe recipe, StageFolders? stages) = host.Collective.Together("reading the run", () => Begun(folder));
        RunResult? finished = force ? null : host.Collective.Together("reading the run", () => FinishedRun.In(folder));
        if (!host.Collective.Any(finished is null))
        {
            host.Say($"'{folder}' holds a finished run; this is its result. For a new run, name another training.output_dir.");
            return finished!;
        }
        return Run(recipe, resume: true, force, host with { Stages = stages }, processes, cancellationToken);
    }

    /// <summary>Whether a folder holds a run, finished or not, that <see cref="Resume"/> would go on with.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="host">Who looks on; process 0 is asked.</param>
    public static bool IsBegun(string folder, RunHost host) =>
        host.Collective.Any(host.Collective.Rank == 0 && File.Exists(Path.Combine(folder, RunFileNames.Recipe)));

    private static (Recipe Recipe, StageFolders? Stages) Begun(string folder)
    {
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"There is no run folder '{folder}'.");
        string own = Path.GetFullPath(folder);
        StageFolders? stages = StageFolders.Around(own);
        Recipe recipe = RecipeFile.Read(Path.Combine(own, RunFileNames.Recipe), [$"training.output_dir={own}"], stages?.Names ?? []);
        return (stages?.Resolve(recipe) ?? recipe, stages);
    }

    private static RunResult Run(
        Recipe recipe,
        bool resume,
        bool force,
        RunHost host,
        RunProcesses? processes,
        CancellationToken cancellationToken)
    {
        bool measures = host.Collective.Size > 1 && recipe.AllTeachers().Any(teacher => teacher.Engine == RecipeTeacher.Auto);
        host.Refuse(measures ? "$.teacher.engine is auto, which each of the processes would measure for itself: name one." : null);
        using FolderLock? held = host.Collective.Together(
            "opening the run",
            () => host.Collective.Rank == 0 ? FolderLock.Take(recipe.Training.OutputDir) : null);
        using RunProcesses? own = processes is null ? RunProcesses.Of(host, recipe.Training.OutputDir) : null;
        if (own is not null) recipe = recipe with { Training = recipe.Training with { OutputDir = own.Folder } };
        RunProcesses known = processes ?? own!;
        return recipe.Stages is null ? One(recipe, resume, force, host, known, cancellationToken)
            : new StagedRun(recipe, (stage, looking, begun) => Stage(stage, begun, force, looking, known, cancellationToken), host)
                .Run(resume);
    }

    private static RunResult Stage(
        Recipe recipe,
        bool begun,
        bool force,
        RunHost host,
        RunProcesses processes,
        CancellationToken cancellationToken) => recipe.Stages is null
        ? Run(recipe, begun, force, host, processes, cancellationToken)
        : One(recipe, begun, force, host, processes, cancellationToken);

    private static RunResult One(
        Recipe recipe,
        bool resume,
        bool force,
        RunHost host,
        RunProcesses processes,
        CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        string output = recipe.Training.OutputDir;
        using RunContext context = host.Collective.Together(
            "reading the recipe",
            () => new RunContext(recipe, host, cancellationToken) { Force = force });
        host.Refuse(resume || Checkpoint.All(output).Count == 0 ? null
            : $"'{output}' already holds a run: go on with it by 'textbrewer resume', or choose another training.output_dir.");

        host.Collective.Agree(RunFingerprint.OfProcess(context));
        if (!resume && host.Checked is { } look) host.Collective.Together("checking the recipe", () =>
        {
            if (context.Writes) RecipeCheck.Begin(context, look);
            return true;
        });
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
                using TrainedModel model = host.Collective.Together(
                    "making the model",
                    () => context.Build(context.Recipe.Student ?? context.Recipe.Model!));
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
            if (summary.Status == "completed" && context.Writes)
            {
                using IDisposable longWork = host.Collective.Watch.LongWork("exporting");
                summary = context.Scores.Complete(RunExport.Write(context, summary));
                summary = new VersionFloor(context.Predictions, context.DevSets).Mark(summary);
                RunCard.Write(context, summary);
                RunJudgement.Warn(context, summary);
            }
        }
        catch (OperationCanceledException stop)
            when ((cancellationToken.IsCancellationRequested || stop.IsAgreed()) && Checkpoint.All(output).Count > 0)
        {
            // Outside of its trainings, whose checkpoints are there: resume does the rest.
            summary = summary with { Status = "stopped", Steps = Checkpoint.StepOf(Checkpoint.All(output)[^1])!.Value };
        }
        if (summary.Status != "stopped" && context.Messages.Warnings.Count > 0)
            summary = summary with { Warnings = context.Messages.Warnings };
        summary = summary with { Seconds = Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 3) };
        if (context.Writes)
        {
            using IDisposable longWork = host.Collective.Watch.LongWork("writing the report");
            context.Predictions.Save(output, context.DevSets);
            RunFolder.Save(output, summary);
            WriteReport(output, host);
        }
        processes.Give();
        return summary;
    }

    private static BestStep? Best(TrainingResult result) => result.Best is { } best ? new(best.Step, best.Metric, best.Value) : null;

    private static long? Skipped(TrainingResult result) => result.Skipped > 0 ? result.Skipped : null;

    /// <summary>The run is saved by now: a report that cannot be written is no reason to call it a failure.</summary>
    internal static void WriteReport(string output, RunHost host)
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
