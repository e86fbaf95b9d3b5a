using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Distilling;
using TextBrewer.Models.Architectures;
using TextBrewer.Naming;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Reports.Results;
using TextBrewer.Schedules;
using TextBrewer.Torch.Collectives;
using TextBrewer.Torch.Optimizers;
using TextBrewer.Training;

namespace TextBrewer.Recipes.Runs;

/// <summary>
/// One of the trainings of a run: the one that it is for, the student without a teacher, the student without one of the loss terms. All
/// start from the same weights.
/// </summary>
internal sealed class RunVariant
{
    private readonly RunContext _context;
    private readonly string _name;
    private readonly string _title;
    private readonly string _output;
    private readonly RunDistillation? _distillation;

    private RunVariant(RunContext context, string name, string title, string folder, RunDistillation? distillation) =>
        (_context, _name, _title, _output, _distillation) = (context, name, title, Path.Combine(
            context.Training.OutputDir,
            folder), distillation);

    internal bool IsBaseline => _name == VersionNames.Baseline;

    /// <summary>Whether it is the training that the run is for.</summary>
    internal bool IsMain => _name.Length == 0;

    /// <summary>The trainings of a run, in their order.</summary>
    internal static IEnumerable<RunVariant> Of(RunContext context)
    {
        Recipe recipe = context.Recipe;
        if (!context.HasTeachers)
        {
            yield return new(context, "", "training", "", null);
            yield break;
        }
        RunDistillation distillation = RunDistillation.Of(recipe);
        yield return context.Distils
            ? new(context, "", "distilling", "", distillation)
            : new(context, "", "training by replacing", "", null);
        if (recipe.Baseline) yield return new(context, VersionNames.Baseline, "training the baseline", RunFileNames.Baseline, null);
        if (!recipe.Ablation) yield break;
        foreach ((string term, RunDistillation left) in Ablations.Of(distillation))
            yield return new(
                context,
                $"without_{term}",
                $"distilling without {term}",
                Path.Combine(RunFileNames.Ablation, $"without_{term}"),
                left);
    }

    /// <summary>Trains a variant's model from its start, or from the newest checkpoint that is there.</summary>
    /// <param name="model">The model as it starts.</param>
    /// <param name="steps">Optimizer steps; null: as the recipe says.</param>
    /// <param name="cancellationToken">Saves a checkpoint, then stops.</param>
    internal TrainingResult Fit(TrainedModel model, long? steps, CancellationToken cancellationToken)
    {
        RecipeTraining settings = _context.Recipe.Training;
        TrainingConfig config = Config(steps);
        _context.Host.Collective.Together("looking at the metric", () => CheckMetric(model));
        using ReplacingTraining? replacing = IsMain ? ReplacingTraining.Of(_context, model) : null;
        using MetricsFile? metrics =
            _context.Writes ? new(Path.Combine(_output, RunFileNames.Metrics), _context.Training.LoggingSteps) : null;
        using TensorBoardLog? board = _context.Writes ? Board() : null;
        ITrainingObserver? progress = _context.Host.Progress(_title);
        ITrainingObserver[] observers =
        [
            .. metrics is null || board is null
                ? (ITrainingObserver[])[]
                : [new RunFolder(_output, Recipe(), RunFacts.Of(_context, model)), metrics, board],
            .. IsMain ? (ITrainingObserver[])[new ExchangeNote(_context.Messages.Say)] : [],
            .. replacing is null ? (ITrainingObserver[])[] : [replacing],
            .. progress is null ? (ITrainingObserver[])[] : [progress],
        ];
        TrainingOptions<TextBatch> options = new()
        {
            Optimizer = groups => OptimizerNames.Table.Make(settings.Optimizer)(groups, settings.Rate, settings.WeightDecay),
            Groups = module => LearningRates.Groups(module, settings, model.Heads[0].Config),
            Epochs = settings.NumEpochs,
            Steps = steps ?? settings.NumSteps,
            Schedule = LearningRateSchedules.Names.Make(settings.Schedule)(settings.Warmup, settings.Rate),
            MaxGradNorm = settings.MaxGradNorm,
            Observers = observers,
            Evaluator = _context.HasDev ? _ => Evaluate(model, settings.MaxEvalSamples) : null,
            ResumeFrom = _context.Host.Collective.Together(
                "looking for a checkpoint",
                () => Checkpoint.Newest(_output, damaged => _context.Messages.SayOnce($"Warning: {damaged}"))),
            Fingerprint = RunFingerprint.Of(_context, model),
            Force = _context.Force,
            ExampleName = _context.ExampleName,
            Logger = _context.Logger,
            Collective = _context.Host.Collective,
        };
        TrainingResult result = _context.Recipe.Tasks is not null
            ? Several(config, model, options, cancellationToken)
            : One(config, model, options, cancellationToken);
        return Judged(result, model);
    }

    /// <summary>The recipe as it stands in the training's folder: stages are named there, not their folders, and a comparison is no run of
    /// stages.</summary>
    private Recipe Recipe()
    {
        Recipe recipe = _context.Host.Stages?.Restore(_context.Recipe) ?? _context.Recipe;
        return IsMain ? recipe : recipe with { Stages = null };
    }

    /// <summary>Says how a training ended, and whether there is anything in it.</summary>
    private TrainingResult Judged(TrainingResult result, TrainedModel model)
    {
        string title = $"{char.ToUpperInvariant(_title[0])}{_title[1..]}";
        foreach (string warning in result.Warnings) _context.Messages.Keep(IsMain ? warning : $"{title}: {warning}");
        if (result.Status != TrainingStatus.Completed) return result;
        if (!RunEvaluation.IsFinite(_context, model))
        {
            _context.Messages.Warn($"{title} ended with a model whose answers are no numbers: a lower learning rate may cure it.");
            return result with { Status = TrainingStatus.Diverged };
        }
        if (result.EndedEarly) _context.Messages.Say(FormattableString.Invariant(
            $"{title} ended early, after step {result.Steps}: {_context.Training.EarlyStoppingPatience} evaluations in a row were not the ")
                + "best.");
        if (result is { IsBest: true, Best: { } best }) _context.Messages.Say(FormattableString.Invariant(
            $"The best of the evaluations was after step {best.Step} ({best.Metric} {best.Value:F4}): that model is taken, not that of ")
                + FormattableString.Invariant($"step {result.Steps}; load_best_model_at_end=false takes the last."));
        return result;
    }

    /// <summary>
    /// The settings of this training. One that is counted in steps is evaluated as often as the one with epochs that it is compared with.
    /// </summary>
    private TrainingConfig Config(long? steps)
    {
        // The event file is one of this run's observers, in the run's folder unless a log_dir is set.
        TrainingConfig config = _context.Training with { OutputDir = _output, LogDir = null };
        RecipeTraining recipe = _context.Recipe.Training;
        if (steps is not long count || recipe.NumSteps is not null || config.CkptSteps is not null) return config;
        int checkpoints = Math.Max(1, recipe.NumEpochs * config.CkptFrequency / config.CkptEpochFrequency);
        return config with { CkptSteps = (int)Math.Clamp(count / checkpoints, 1, int.MaxValue) };
    }

    private IReadOnlyDictionary<string, double> Evaluate(TrainedModel model, int? most) =>
        RunEvaluation.Flat(RunEvaluation.Metrics(RunEvaluation.Student(_context, model, most))!);

    /// <summary>A metric that no evaluation gives is an error before the first step.</summary>
    private void CheckMetric(TrainedModel model)
    {
        if (_context.Training.MetricForBestModel is not { } metric) return;
        IReadOnlyCollection<string> names = [.. Evaluate(model, most: 2).Keys];
        if (!names.Contains(metric)) throw new ConfigurationException(
            $"$.training.metric_for_best_model is '{metric}', and an evaluation gives {string.Join(", ", names)}: name one of these.");
    }

    /// <summary>Adds this training's model to the run's result, and saves the model that the run is for.</summary>
    internal RunResult Summarize(RunResult summary, TrainedModel model)
    {
        bool isCompared = IsMain && _context.HasTeachers && _context.HasAnswers;
        _context.SayMeasuring(IsBaseline ? "the baseline" : !IsMain ? $"the student {_name.Replace('_', ' ')}"
            : !_context.HasTeachers ? "the model" : isCompared ? "student and teacher" : "the student");
        IReadOnlyList<EvaluationOutputs> outputs = RunEvaluation.Student(_context, model);
        IReadOnlyList<EvaluationOutputs> teachers = isCompared ? _context.TeacherOutputs : [];
        if (!_context.Writes) return summary;
        using IDisposable longWork = _context.Host.Collective.Watch.LongWork("measuring the model");
        ModelResult measured = RunEvaluation.Measure(model, outputs, _context.Cancellation);
        _context.Keep(!IsMain ? _name : _context.HasTeachers ? VersionNames.Student : VersionNames.Model, outputs);
        if (IsBaseline) return summary with { Baseline = measured };
        if (!IsMain) return summary with
        {
            Ablation = new Dictionary<string, ModelResult>(
            summary.Ablation ?? new Dictionary<string, ModelResult>())
            { [_name] = measured }
        };

        Architecture architecture = Architecture.Of(model.Heads[0].Config);
        if (!architecture.IsKnownToTransformers)
            _context.Host.Say($"A {architecture.Title} is saved in a format of TextBrewer's own: transformers has no such model.");
        model.Save(RunFolder.Model(_context), _context.Tasks);
        if (!_context.HasTeachers) return summary with { Model = measured };
        if (!isCompared) return summary with { Student = measured };
        _context.Keep(VersionNames.Teacher, teachers);
        return summary with
        {
            Teacher = RunEvaluation.Measure(teachers, _context.Cancellation),
            Student = measured,
            Agreement = RunEvaluation.Agreement(teachers, outputs) is double share
                ? new Dictionary<string, double> { [VersionNames.Student] = share }
                : null,
            AgreementOver = RunEvaluation.Decided(outputs),
        };
    }

    /// <summary>Trains on one task: by its labels alone, or by its teachers too.</summary>
    private TrainingResult One(
        TrainingConfig config,
        TrainedModel model,
        TrainingOptions<TextBatch> options,
        CancellationToken cancellationToken)
    {
        TaskContext task = _context.Tasks[0];
        if (_distillation is null)
            return new BasicTrainer<TextBatch>(config, task.Task.Adapt(model.Heads[0])).Train(
                task.Batches(_context, labelledOnly: true),
                options,
                cancellationToken);
        DistillationConfig distillation = _distillation.Tasks[0];
        AdaptedModel<TextBatch> student = task.Task.Adapt(model.Heads[0], distillation);
        using GeneralDistiller<TextBatch> distiller = new(
            config,
            distillation,
            _context.Teachers.Of(task, distillation, model.Heads[0].Config.NumHiddenLayers),
            student);
        return distiller.Train(task.Batches(_context, labelledOnly: false), options, cancellationToken);
    }

    /// <summary>Trains on several tasks; without teachers, with weight on the labels alone.</summary>
    private TrainingResult Several(
        TrainingConfig config,
        TrainedModel model,
        TrainingOptions<TextBatch> options,
        CancellationToken cancellationToken)
    {
        RunDistillation distillation = _distillation
            ?? RunDistillation.Of(_context.Recipe).Select(_ => new DistillationConfig { KdLossWeight = 0, HardLabelWeight = 1 });
        Dictionary<string, DistillationTask<TextBatch>> tasks = _context.Tasks.Index().ToDictionary(t => t.Item.Name, t =>
        {
            (TaskContext task, DistillationConfig own) = (t.Item, distillation.Tasks[t.Index]);
            return new DistillationTask<TextBatch>(
                _context.Teachers.Of(task, own, model.Heads[0].Config.NumHiddenLayers),
                task.Task.Adapt(model.Heads[t.Index], own),
                task.Batches(_context, labelledOnly: _distillation is null))
            {
                Distillation = own,
                Weight = task.Weight,
                SamplingWeight = task.SamplingWeight,
            };
        });
        using MultiTaskDistiller<TextBatch> distiller = new(config, distillation.Shared, model.Module, tasks);
        return distiller.Train(new MultiTaskOptions
        {
            Optimizer = options.Optimizer,
            Groups = options.Groups,
            Steps = options.Steps!.Value,
            Tau = _context.Recipe.Training.Tau,
            Schedule = options.Schedule,
            MaxGradNorm = options.MaxGradNorm,
            Observers = options.Observers,
            Evaluator = options.Evaluator,
            ResumeFrom = options.ResumeFrom,
            Fingerprint = options.Fingerprint,
            Force = options.Force,
            ExampleName = options.ExampleName,
            Logger = options.Logger,
            Collective = options.Collective,
        }, cancellationToken);
    }

    private TensorBoardLog Board() =>
        new(IsMain && _context.Training.LogDir is { } folder ? folder : _output, every: _context.Training.LoggingSteps);
}
