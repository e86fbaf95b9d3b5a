using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;
using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Losses;
using TextBrewer.Naming;
using TextBrewer.Objectives;
using TextBrewer.Schedules;
using TextBrewer.Teachers;
using TextBrewer.Torch.Collectives;
using TextBrewer.Torch.Optimizers;
using TextBrewer.Torch.Precision;
using TextBrewer.Torch.Reading;
using TextBrewer.Torch.Recomputing;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Training;

/// <summary>The one loop: next batch, student, teacher, objective, backward, norm, clipped step, tell, evaluate, save.</summary>
internal sealed class TrainingLoop<TBatch>
{
    private readonly TrainingConfig _config;
    private readonly AdaptedModel<TBatch> _student;
    private readonly ITeacher<TBatch>? _teacher;
    private readonly IObjective _objective;
    private readonly TrainingOptions<TBatch> _options;
    private readonly Device _device;
    private readonly ICollective _collective;
    private readonly BatchSlice _slice;
    private readonly TensorBoardLog? _board;
    private readonly ITrainingObserver[] _observers;
    // A metric may be no number.
    private static readonly JsonSerializerOptions MetricsJson = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private RunPrecision _precision = new(isMixed: false);

    internal TrainingLoop(
        TrainingConfig config,
        AdaptedModel<TBatch> student,
        ITeacher<TBatch>? teacher,
        IObjective objective,
        TrainingOptions<TBatch> options)
    {
        (_config, _student, _teacher, _objective, _options) = (config, student, teacher, objective, options);
        _device = RunDevice.Of<TBatch>(config, student.Module);
        (_collective, _slice) = (options.Collective, new BatchSlice(options.Collective.Rank, options.Collective.Size));
        _board = config.LogDir is { } folder && _collective.Rank == 0 ? new TensorBoardLog(folder, every: config.LoggingSteps) : null;
        _observers =
        [
            .. options.Observers,
            .. _board is null ? (ITrainingObserver[])[] : [_board],
            .. options.Progress is { } progress ? (ITrainingObserver[])[new ProgressObserver(progress)] : [],
            .. options.Callback is { } callback ? (ITrainingObserver[])[new CallbackObserver(student.Module, callback)] : [],
        ];
    }

    private nn.Module Model => _student.Module;

    internal TrainingResult Run(IBatchSource<TBatch> batches, CancellationToken cancellationToken)
    {
        Stopwatch watch = Stopwatch.StartNew();
        _collective.Together(
            "looking at the settings",
            () => ConfigurationException.ThrowIfAny([.. ModelSelection.Problems(_config, evaluates: _options.Evaluator is not null)]));
        RunPlan plan = RunPlan.Of(
            _config,
            epoch => batches.Epoch(epoch).Count,
            _options.Epochs,
            _options.Steps,
            new MicroBatches<TBatch>(batches).Share);
        bool wasTraining = Model.training;
        try
        {
            RunDevice.Move(Model, _device);
            random.manual_seed(_config.Seed);
            _collective.Together("trying a batch", () => DryRun(batches, cancellationToken));
            IReadOnlyList<ParameterGroup> groups = _collective.Together("grouping the parameters", Groups);
            Parameter[] trained = [.. groups.SelectMany(g => g.Parameters).Select(p => p.Value)];
            using GradientNorm gradients = new(trained);
            using StepExchange exchange = new(_config, _collective, trained);
            using IOptimizer optimizer = _options.Optimizer(groups);
            _precision = Precision(batches, cancellationToken);
            ExchangeCost? cost = exchange.Cost(() => Compute(batches, cancellationToken), TimeProvider.System);
            // What began at random began alike, and is one all the same.
            if (_options.ResumeFrom is null) _collective.Broadcast(Model.state_dict().Values.Concat(_objective.Weights));
            using WeightAverage? average = WeightAverage.Of(_config, Model);
            RunState state = new(Model, _objective.Projections, optimizer) { Average = average, Precision = _precision.Name };
            ModelSelection selection = new(_config, state, evaluates: _options.Evaluator is not null);
            using CheckpointStore checkpoints = new(_config, _options, plan, state);
            _collective.Together("reading the checkpoint", () => checkpoints.Begin());
            _options.Logger?.Starting(plan, state.Step, _config);
            RunStart start = new(state.Step, plan.Steps, plan.Epochs, plan.MicroBatchesAfter(state.Step))
            {
                Precision = _precision.Name,
                EvaluationIsDue = state.EvaluationIsDue,
                Exchange = cost,
            };
            Notify(o => o.Starting(start));

            Model.train();
            optimizer.ZeroGrad();
            RunDevice.SeedStep(_device, _config.Seed, state.Step, _collective);
            AccumulationWindow window = plan.WindowAt(state.Step);
            StepTally tally = new(state.Step, start.MicroBatches, _observers);
            using FiniteWatch finite = new(_options.ExampleName);
            TrainingStatus? end = state.EvaluationIsDue ? AfterStep() : null;
            while (end is null && state.Step < plan.Steps && !selection.IsOver)
            {
                foreach (Batch<TBatch> batch in batches.Epoch(state.Epoch).From(state.Examples, _slice))
                {
                    (StepReport report, LossTerms terms) = Backward(batch, state, plan, window, tally, finite);
                    state.Examples += batch.Size;
                    if (!window.EndsWithNext()) continue;

                    exchange.Gradients();
                    double norm = Norm(gradients);
                    if (exchange.IsFinite(norm)) Take(terms, norm, state, plan);
                    else Skip(finite, state, plan);
                    optimizer.ZeroGrad();
                    state.Step++;
                    _collective.Watch.Step = state.Step;
                    tally.Tell(o => o.Step(report with { Step = state.Step, GradientNorm = norm, Examples = tally.OfStep }));
                    if ((end = AfterStep()) is not null || state.Step == plan.Steps || selection.IsOver) break;

                    RunDevice.SeedStep(_device, _config.Seed, state.Step, _collective);
                    window = plan.WindowAt(state.Step);
                    tally.Next(state.Step);
                    finite.Next();
                }
                (state.Epoch, state.Examples) = (state.Epoch + 1, 0);
            }
            if (end == TrainingStatus.Diverged)
                Warn(state, TrainingLog.Diverged(state.Step, plan.Steps, isSaved: checkpoints.Newest is not null));
            else if (state.Skipped > TrainingLog.MostSkips) Warn(state, TrainingLog.Skipped(state.Skipped, state.Step));
            average?.Show(); // it is what the run hands over
            bool isBest = end is null && selection.LoadsBest && checkpoints.LoadBest();
            if (selection.LoadsBest) _collective.Broadcast(Model.state_dict().Values);
            TrainingResult result = new(end ?? TrainingStatus.Completed, state.Step, checkpoints.Newest, watch.Elapsed)
            {
                Best = state.Best,
                IsBest = isBest,
                EndedEarly = end is null && state.Step < plan.Steps,
                Warnings = state.Warnings,
                Skipped = state.Skipped,
            };
            _options.Logger?.Ending(result, plan);
            Notify(o => o.Stopping(result));
            return result;

            // Evaluation and checkpoint, where they are due; null: the run goes on.
            TrainingStatus? AfterStep()
            {
                if (state.SkippedInARow >= _config.MaxSkippedSteps) return TrainingStatus.Diverged;
                bool stops = _collective.Any(cancellationToken.IsCancellationRequested) && state.Step < plan.Steps;
                bool saves = stops || plan.SavesAt(state.Step), evaluates = state.EvaluationIsDue || plan.EvaluatesAt(state.Step);
                exchange.Weights(state, isDue: saves || evaluates || state.Step == plan.Steps);
                if ((saves || evaluates) && !Finite.All([.. Model.state_dict().Values])) return TrainingStatus.Diverged;
                using IDisposable? shown = saves || evaluates ? average?.Shown() : null;
                try
                {
                    if (evaluates) saves |= Evaluate(state, selection) || selection.IsOver;
                    state.EvaluationIsDue = false;
                }
                catch (OperationCanceledException stop) when (cancellationToken.IsCancellationRequested || stop.IsAgreed())
                {
                    (stops, saves, state.EvaluationIsDue) = (true, true, true);
                }
                if (saves) Save(checkpoints, state);
                return stops ? TrainingStatus.Stopped : null;
            }
        }
        finally
        {
            _board?.Dispose();
            if (_precision.IsMixed) Autocast.Forget();
            Model.train(wasTraining);
        }
    }

    private (StepReport Report, LossTerms Terms) Backward(
        Batch<TBatch> batch,
        RunState state,
        RunPlan plan,
        AccumulationWindow window,
        StepTally tally,
        FiniteWatch finite)
    {
        using DisposeScope scope = NewDisposeScope();
        using Batch<TBatch> owned = batch;
        (Signals student, Signals? teacher) = Answers(batch.Processed(_options.Postprocessor));
        SharedBatch shared = new(_collective, batch.Count ?? 1, batch.IsSpare);
        LossTerms terms = _objective.Terms(batch.Task, student, teacher, (double)state.Step / plan.Steps, shared).Of(shared);
        Tensor total = terms.Total();
        Tensor values = terms.Values(total);
        finite.Add(values, terms, batch);
        // Of a batch that others have alone, nothing may be left to differentiate here.
        if (total.requires_grad || !batch.IsSpare) Recomputation.Backward(total / window.Divisor);

        double rate = state.Optimizer.LearningRate * Rate(state.Step, plan);
        int? examples = batch.Whole ?? batch.Count;
        tally.Count(examples);
        StepReport report = new(state.Step, plan.Steps, state.Epoch, tally.IsWanted ? Scalars(state, terms, values) : [], rate, null)
        {
            Examples = examples,
            ExamplesSoFar = tally.SoFar,
            MicroBatch = tally.MicroBatch,
        };
        tally.Tell(o => o.MicroBatch(report));
        return (report, terms);
    }

    /// <summary>The one number that is read of every step, for a step must not be taken with gradients that are none.</summary>
    private static double Norm(GradientNorm gradients)
    {
        using Tensor norm = gradients.Measure();
        return ReadBack.Number(norm);
    }

    private void Take(LossTerms terms, double norm, RunState state, RunPlan plan)
    {
        state.Optimizer.Step(Rate(state.Step, plan), GradientNorm.Divisor(norm, _options.MaxGradNorm));
        _objective.Commit(terms);
        state.Average?.Follow(state.Step + 1 - state.Skipped);
        state.SkippedInARow = 0;
    }

    private void Skip(FiniteWatch finite, RunState state, RunPlan plan)
    {
        (state.Skipped, state.SkippedInARow) = (state.Skipped + 1, state.SkippedInARow + 1);
        if (state.Skipped > TrainingLog.MostSkips) return;
        Warn(state, TrainingLog.Skipped(state.Step + 1, plan.Steps, finite.Explain(Model.named_parameters(), _collective)));
    }

    private (Signals Student, Signals? Teacher) Answers(Batch<TBatch> batch)
    {
        (batch.Content as IDeviceBatch)?.MoveTo(_device);
        Signals student = _precision.Run(() => _student.Call(batch.Content), changes: true);
        // Whatever a teacher of the user's own does, it trains nothing and leaves nothing behind; it may be on another device.
        if (_teacher is null) return (student, null);
        return (student, TeacherScope.Run(() => _precision.Run(() => _teacher.Teach(batch), changes: false).To(_device)));
    }

    /// <summary>All scalars in one read: on a device each read is a synchronisation.</summary>
    private Dictionary<string, double> Scalars(RunState state, LossTerms terms, Tensor values)
    {
        double[] read = terms.Read(values);
        if (terms.LowestTemperature is not null && read[^1] <= TemperatureSchedules.Floor) Warn(state, TrainingLog.TemperatureHeld);
        Dictionary<string, double> scalars = new(read.Length) { ["total_loss"] = read[0] };
        if (!_objective.LogsTerms) return scalars;
        for (int i = 0; i < terms.Terms.Count; i++) scalars[terms.Terms[i].Name] = read[i + 1];
        return scalars;
    }

    /// <summary>Warns once; what was warned of is part of the run's state.</summary>
    private void Warn(RunState state, string sentence)
    {
        if (state.Warnings.Contains(sentence)) return;
        state.Warnings.Add(sentence);
        _options.Logger?.Warns(sentence);
    }

    private void Notify(Action<ITrainingObserver> tell)
    {
        foreach (ITrainingObserver observer in _observers) tell(observer);
    }

    /// <summary>
    /// A batch of each task in evaluation mode: a setting that cannot work is an error before the first step, and the objective is bound.
    /// Random state is restored.
    /// </summary>
    private void DryRun(IBatchSource<TBatch> batches, CancellationToken cancellationToken) =>
        EvaluationMode.Run(Model, () => TrySamples(batches, (task, student, teacher) =>
        {
            _objective.Bind(task, student, teacher);
            foreach (LossTerm term in _objective.Terms(task, student, teacher, progress: 0).Terms) CheckScalar(term);
        }, cancellationToken));

    /// <summary>What the run computes in; where that is measured, on a batch with its gradients, which leave nothing behind.</summary>
    private RunPrecision Precision(IBatchSource<TBatch> batches, CancellationToken cancellationToken)
    {
        Model.eval(); // what a module counts while it trains stays as it is
        RunPrecision chosen = RunPrecision.Of(
            _config,
            Model,
            _device,
            _options.ResumeFrom is null ? null : Checkpoint.PrecisionOf(_options.ResumeFrom),
            precision =>
            {
                _precision = precision;
                TrySamples(
                    batches,
                    (task, student, teacher) =>
                        Recomputation.Backward(_objective.Terms(task, student, teacher, progress: 0).Total()),
                    cancellationToken);
            },
            speed => _options.Logger?.PrecisionMeasured(speed));
        chosen = new(_collective.OfFirst([chosen.IsMixed ? (byte)1 : (byte)0])[0] == 1);
        if (_config.Fp16 || chosen.IsMixed) _options.Logger?.InPrecision(chosen.Name);
        return chosen;
    }

    /// <summary>How long a batch takes, backward too; it leaves nothing behind.</summary>
    private TimeSpan Compute(IBatchSource<TBatch> batches, CancellationToken cancellationToken)
    {
        int tasks = 0;
        long start = 0;
        // The first time much is made that is there the second time.
        for (int turn = 0; turn < 2; turn++)
        {
            (start, tasks) = (Stopwatch.GetTimestamp(), 0);
            TrySamples(
                batches,
                (task, student, teacher) =>
                {
                    Recomputation.Backward(_objective.Terms(task, student, teacher, progress: 0).Total());
                    tasks++;
                },
                cancellationToken);
        }
        return Stopwatch.GetElapsedTime(start) / Math.Max(1, tasks);
    }

    /// <summary>What both models say about a batch of each task; random state is restored.</summary>
    private void TrySamples(
        IBatchSource<TBatch> batches,
        Action<string, Signals, Signals?> look,
        CancellationToken cancellationToken)
    {
        using Tensor before = random.get_rng_state();
        foreach (Batch<TBatch> batch in batches.Samples(_slice))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            using Batch<TBatch> owned = batch;
            (Signals student, Signals? teacher) = Answers(batch.Processed(_options.Postprocessor));
            look(batch.Task, student, teacher);
        }
        random.set_rng_state(before);
    }

    private static void CheckScalar(LossTerm term)
    {
        if (term.Value.numel() != 1)
            throw new ConfigurationException(
                $"The loss {term.Name} gives a tensor of shape ({string.Join(", ", term.Value.shape)}); a loss is one number: "
                    + "take its mean or its sum.");
    }

    /// <summary>Evaluates the model.</summary>
    /// <returns>Whether that is to be kept, being the best so far.</returns>
    private bool Evaluate(RunState state, ModelSelection selection)
    {
        if (_options.Evaluator is not { } evaluator) return false;
        using IDisposable longWork = _collective.Watch.LongWork("evaluating");
        IReadOnlyDictionary<string, double> metrics = new Dictionary<string, double>();
        EvaluationMode.Run(Model, () => metrics = evaluator(Model));
        if (_collective.Size > 1) metrics = JsonSerializer.Deserialize<Dictionary<string, double>>(
            _collective.OfFirst(JsonSerializer.SerializeToUtf8Bytes(metrics, MetricsJson)), MetricsJson)!;
        Notify(o => o.Evaluated(state.Step, metrics));
        return selection.Take(metrics) && selection.LoadsBest;
    }

    private void Save(CheckpointStore checkpoints, RunState state)
    {
        using IDisposable longWork = _collective.Watch.LongWork("saving a checkpoint");
        string folder = checkpoints.Save(saving: () => Notify(o => o.Saving(state.Step)));
        Notify(o => o.Saved(state.Step, folder));
    }

    private IReadOnlyList<ParameterGroup> Groups()
    {
        NamedParameter[] all = [.. Model.named_parameters().Select(p => new NamedParameter(p.name, p.parameter))];
        if (all.Length == 0)
            throw new ConfigurationException(
                $"The student '{Model.GetName()}' has no parameters, so there is nothing to train: call RegisterComponents() at the end of "
                    + "its constructor.");
        return [.. _options.Groups?.Invoke(Model) ?? [new ParameterGroup(all)], .. _objective.Groups];
    }

    private double Rate(long step, RunPlan plan) => _options.Schedule?.Invoke(step, plan.Steps) ?? 1;
}
