using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Models.Heads;
using TextBrewer.Objectives;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Recipes.TextModels;
using TextBrewer.Schedules;
using TextBrewer.Teachers;
using TextBrewer.Training;
using static TorchSharp.torch;

namespace TextBrewer.Recipes.Runs;

/// <summary>A short training of a student by the run's own objective, of which only the loss is wanted: nothing of it is saved.</summary>
internal sealed class StartTrial : IDisposable
{
    // Weights that grow or fade over a run are judged as they are half way.
    private const double Progress = 0.5;

    private readonly RunContext _context;
    private readonly TaskContext _task;
    private readonly TrainedModel _model;
    private readonly TaskModel _student;
    private readonly Device _device;
    private readonly AdaptedModel<TextBatch> _adapted;
    private readonly ITeacher<TextBatch>? _teacher;
    private readonly DistillationObjective? _distilling, _judging;
    private readonly ReplacingTraining? _replacing;
    private readonly IObjective _objective;

    /// <param name="context">The run.</param>
    /// <param name="model">The student as it starts; the caller's.</param>
    internal StartTrial(RunContext context, TrainedModel model)
    {
        (_context, _task, _model, _student) = (context, context.Tasks[0], model, model.Heads[0]);
        _device = RunDevice.Of<TextBatch>(context.Training, _student);
        RunDevice.Move(model.Module, _device);
        RecipeDistillation? distillation = context.Distils ? context.Recipe.Distillation : null;
        _adapted = _task.Task.Adapt(_student, distillation);
        if (distillation is not null)
        {
            foreach (ITextModel member in _task.Teacher!.Members)
                if (member.Network is { } network) RunDevice.Move(network, _device);
            _teacher = context.Teachers.Of(_task, distillation, _student.Config.NumHiddenLayers);
            ScalarType type = _student.parameters().First().dtype;
            _distilling = new(distillation, new DistillationParts(), type, _device, context.Training.Seed);
            // Answers alone judge, where the run compares any: how like a layer of the teacher's one is says whence it was taken.
            if (distillation.KdLossWeight + distillation.HardLabelWeight > 0) _judging = new(
                distillation with { IntermediateMatches = MatchList.None, Emd = null },
                new DistillationParts(),
                type,
                _device,
                context.Training.Seed);
        }
        _objective = _distilling ?? (IObjective)new SupervisedObjective();
        _replacing = ReplacingTraining.Of(context, model);
    }

    /// <summary>Trains, with the learning rate going its whole way in these steps.</summary>
    /// <param name="steps">Optimizer steps.</param>
    /// <param name="kept">What is not trained on.</param>
    /// <param name="title">What it is called for whoever looks on.</param>
    internal void Train(int steps, KeptTexts kept, string title)
    {
        RecipeTraining recipe = _context.Recipe.Training;
        double warmup = recipe.Warmup < 1 ? recipe.Warmup : Math.Min(recipe.Warmup, steps / 2);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("textbrewer trial ");
        try
        {
            TrainingOptions<TextBatch> options = new()
            {
                Optimizer = groups => OptimizerNames.Table.Make(recipe.Optimizer)(groups, recipe.Rate, recipe.WeightDecay),
                Groups = _ => LearningRates.Groups(_model.Module, recipe, _student.Config),
                Steps = steps,
                Schedule = LearningRateSchedules.Names.Make(recipe.Schedule)(warmup, recipe.Rate),
                MaxGradNorm = recipe.MaxGradNorm,
                Observers = [.. Looking(title), new LastStep()],
            };
            new TrainingLoop<TextBatch>(Config(folder.FullName), _adapted, _teacher, _objective, options)
                .Run(_task.Batches(_context, labelledOnly: !_context.Distils, kept), _context.Cancellation);
        }
        catch (LastStep.TakenException)
        {
            // What comes behind it, a checkpoint, nobody wants.
        }
        finally
        {
            folder.Delete(recursive: true);
        }
        _context.Cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>The mean loss on what was kept apart.</summary>
    internal double Loss(KeptTexts kept)
    {
        double sum = 0;
        EvaluationMode.Run(_student, () =>
        {
            foreach (EncodedText[] texts in kept.Texts.Chunk(_context.Recipe.Training.BatchSize)) sum += texts.Length * Loss(texts);
        });
        return sum / kept.Texts.Count;
    }

    public void Dispose()
    {
        _replacing?.Dispose();
        _distilling?.Dispose();
        _judging?.Dispose();
    }

    /// <summary>The run's settings without what is for a run alone; nothing is measured, so that a trial always ends the same.</summary>
    private TrainingConfig Config(string folder) => _context.Training with
    {
        OutputDir = folder,
        LogDir = null,
        EvalSteps = null,
        MetricForBestModel = null,
        GreaterIsBetter = null,
        LoadBestModelAtEnd = null,
        EarlyStoppingPatience = null,
        EmaDecay = null, // an average of so few steps says little
        Fp16 = false,
        Precision = _context.Training.Precision == "bf16" ? "bf16" : "fp32",
    };

    private double Loss(EncodedText[] texts)
    {
        _context.Cancellation.ThrowIfCancellationRequested();
        using var scope = NewDisposeScope();
        using TextBatch batch = _task.Task.Collate(texts);
        batch.MoveTo(_device);
        Signals student = _adapted.Call(batch);
        Signals? teacher = _teacher is null ? null : TeacherScope.Run(() => _teacher.Teach(new Batch<TextBatch>(batch)).To(_device));
        _judging?.Bind("", student, teacher);
        return (_judging ?? _objective).Terms("", student, teacher, Progress).Total().to(ScalarType.Float64).item<double>();
    }

    private IEnumerable<ITrainingObserver> Looking(string title)
    {
        if (_replacing is not null) yield return _replacing;
        if (_context.Host.Progress(title) is { } progress) yield return progress;
    }

    /// <summary>Ends a training when its last step is taken.</summary>
    private sealed class LastStep : ITrainingObserver
    {
        private long _steps;

        public void Starting(RunStart start) => _steps = start.Steps;

        public bool Wants(long step) => step == _steps;

        public void Step(StepReport report)
        {
            if (report.Step == _steps) throw new TakenException();
        }

        internal sealed class TakenException : Exception;
    }
}
