using System.Diagnostics;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Distilling;
using TextBrewer.Models.Heads;
using TextBrewer.Models.Pretrained;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Schedules;
using TextBrewer.Torch.Optimizers;
using TextBrewer.Training;

namespace TextBrewer.Recipes.Running;

/// <summary>A recipe from start to result: <c>train</c>, <c>distill</c> and <c>resume</c>.</summary>
public static class RecipeRun
{
    /// <summary>Supervised training of one model.</summary>
    public static RunResult Train(Recipe recipe, RunHost host, CancellationToken cancellationToken = default)
    {
        RecipeModel model = recipe.Model ?? throw new ConfigurationException("$.model is missing: train needs the model to train; for teacher and student use distill.");
        return Run(recipe, model, baseline: false, resume: false, host, cancellationToken);
    }

    /// <summary>Distils the teacher into the student.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="baseline">Whether the same student is trained without the teacher as well, from the same weights, for as many steps.</param>
    /// <param name="host">Who looks on.</param>
    /// <param name="cancellationToken">Saves a checkpoint, then stops.</param>
    public static RunResult Distill(Recipe recipe, bool baseline, RunHost host, CancellationToken cancellationToken = default)
    {
        RecipeModel student = recipe.Student ?? throw new ConfigurationException("$.student is missing: distill needs teacher and student; for one model use train.");
        return Run(recipe, student, baseline, resume: false, host, cancellationToken);
    }

    /// <summary>Goes on with a stopped run from its newest checkpoint.</summary>
    public static RunResult Resume(string folder, RunHost host, CancellationToken cancellationToken = default)
    {
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"There is no run folder '{folder}'.");
        Recipe recipe = RecipeFile.Read(Path.Combine(folder, RunFolder.RecipeName), [$"training.output_dir={Path.GetFullPath(folder)}"]);
        return Run(recipe, recipe.Model ?? recipe.Student!, baseline: false, resume: true, host, cancellationToken);
    }

    private static RunResult Run(Recipe recipe, RecipeModel trained, bool baseline, bool resume, RunHost host, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        using RunContext context = new(recipe, host);
        using SequenceClassifier model = context.Build(trained);
        string output = context.Training.OutputDir;
        string? checkpoint = Checkpoint.Newest(output);
        if (!resume && checkpoint is not null)
            throw new ConfigurationException($"'{output}' already holds a run: go on with it by 'textbrewer resume', or choose another training.output_dir.");

        string what = context.Teacher is null ? "training" : "distilling";
        TrainingResult result = Fit(context, model, context.Teacher, output, what, resume ? checkpoint : null, cancellationToken);
        string saved = Path.Combine(output, context.Teacher is null ? "model" : "student");
        if (result.Status == TrainingStatus.Completed)
        {
            PretrainedFolder.Save(model, saved);
            context.Task.Tokenizer.SaveTo(saved);
        }

        SequenceClassifier? alone = null;
        if (baseline && result.Status == TrainingStatus.Completed)
        {
            alone = context.Build(trained);
            string folder = Path.Combine(output, "baseline");
            result = Fit(context, alone, null, folder, "training the baseline", Checkpoint.Newest(folder), cancellationToken, steps: result.Steps);
        }
        using (alone)
        {
            RunResult summary = Summarize(context, model, alone, result, Stopwatch.GetElapsedTime(start));
            summary.Save(output);
            return summary;
        }
    }

    /// <summary>Trains with a teacher on all texts, or without one on the labelled.</summary>
    private static TrainingResult Fit(
        RunContext context, SequenceClassifier model, SequenceClassifier? teacher, string output, string what, string? checkpoint, CancellationToken cancellationToken, long? steps = null)
    {
        RecipeTraining settings = context.Recipe.Training;
        TrainingConfig config = context.Training with { OutputDir = output };
        IBatchSource<TextBatch> batches = Batches(context, labelledOnly: teacher is null);
        using MetricsFile metrics = new(Path.Combine(output, "metrics.jsonl"));
        TrainingOptions<TextBatch> options = new()
        {
            Optimizer = groups => new AdamW(groups, settings.LearningRate, weightDecay: settings.WeightDecay),
            Groups = DecayGroups.Split,
            Epochs = settings.NumEpochs,
            Steps = steps ?? settings.NumSteps,
            Schedule = settings.Schedule switch
            {
                "cosine" => LearningRateSchedules.Cosine(settings.Warmup),
                "constant" => LearningRateSchedules.Constant(),
                _ => LearningRateSchedules.Linear(settings.Warmup),
            },
            MaxGradNorm = settings.MaxGradNorm,
            Observers = [new RunFolder(output, context.Recipe), metrics, .. context.Host.Progress(what) is { } progress ? [progress] : Array.Empty<ITrainingObserver>()],
            Callback = (_, step) =>
            {
                if (Evaluate(context, model) is { } dev) metrics.Evaluated(step, dev);
            },
            ResumeFrom = checkpoint,
        };
        if (teacher is null) return new BasicTrainer<TextBatch>(config, ClassificationTask.Adapt(model)).Train(batches, options, cancellationToken);
        DistillationConfig distillation = context.Recipe.Distillation;
        using GeneralDistiller<TextBatch> distiller = new(config, distillation, ClassificationTask.Adapt(teacher, distillation), ClassificationTask.Adapt(model, distillation));
        return distiller.Train(batches, options, cancellationToken);
    }

    /// <summary>The training data and, evenly between, the extra texts: with and without extra texts the batches of the training data are the same.</summary>
    private static IBatchSource<TextBatch> Batches(RunContext context, bool labelledOnly)
    {
        IBatchSource<TextBatch> batches = Of(context.Labelled);
        return Usable(context.Extra).Count == 0 ? batches : Data.Batches.Interleave(batches, Of(context.Extra));

        IBatchSource<TextBatch> Of(IReadOnlyList<EncodedText> texts) => context.Task.Batches(Usable(texts), context.Recipe.Training.BatchSize, context.Training.Seed);
        IReadOnlyList<EncodedText> Usable(IReadOnlyList<EncodedText> texts) => labelledOnly ? [.. texts.Where(t => t.Label >= 0)] : texts;
    }

    private static RunResult Summarize(RunContext context, SequenceClassifier model, SequenceClassifier? baseline, TrainingResult result, TimeSpan elapsed)
    {
        RunResult summary = new() { Status = result.Status == TrainingStatus.Completed ? "completed" : "stopped", Steps = result.Steps, Seconds = Math.Round(elapsed.TotalSeconds, 3), Seed = context.Training.Seed };
        if (result.Status == TrainingStatus.Stopped) return summary;
        if (context.Teacher is not { } teacher) return summary with { Model = Measure(context, model) };
        return summary with
        {
            Teacher = Measure(context, teacher),
            Student = Measure(context, model),
            Baseline = baseline is null ? null : Measure(context, baseline),
            Agreement = context.Dev is null ? null : new Dictionary<string, double> { ["student"] = Evaluation.Agreement(Evaluation.Predict(teacher, context.Task, context.AllDev), Evaluation.Predict(model, context.Task, context.AllDev)) },
        };
    }

    private static ModelResult Measure(RunContext context, SequenceClassifier model) => Evaluation.Measure(model, context.Task, context.Dev);

    private static SingleOrNamed<IReadOnlyDictionary<string, double>>? Evaluate(RunContext context, SequenceClassifier model) =>
        context.Dev?.Select(dev => Evaluation.Metrics(model, context.Task, dev));
}
