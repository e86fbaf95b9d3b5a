using System.Diagnostics;
using Microsoft.Extensions.Logging;
using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Naming;
using TextBrewer.Objectives;
using TextBrewer.Schedules;
using TextBrewer.Teachers;
using TextBrewer.Torch.Optimizers;
using TextBrewer.Torch.Precision;
using TextBrewer.Torch.Reading;
using TextBrewer.Torch.Recomputing;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Training;

/// <summary>The one loop: next batch, student, teacher, objective, backward, clip, step, tell, evaluate, save.</summary>
internal sealed class TrainingLoop<TBatch>
{
    private readonly TrainingConfig _config;
    private readonly AdaptedModel<TBatch> _student;
    private readonly ITeacher<TBatch>? _teacher;
    private readonly IObjective _objective;
    private readonly TrainingOptions<TBatch> _options;
    private readonly Device _device;
    private readonly TensorBoardLog? _board;
    private readonly ITrainingObserver[] _observers;
    private bool _readsTemperature;
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
        _board = config.LogDir is { } folder ? new TensorBoardLog(folder, every: config.LoggingSteps) : null;
        _observers =
        [
            .. options.Observers,
            .. _board is null ? (ITrainingObserver[])[] : [_board],
            .. options.Progress is { } progress ? (ITrainingObserver[])[new ProgressObserver(progress)] : [],
            .. options.Callback is { } callback ? (ITrainingObserver[])[new CallbackObserver(student.Module, callback)] : [],
        ];
        _readsTemperature = options.Logger is not null;
    }

    private nn.Module Model => _student.Module;

    internal TrainingResult Run(IBatchSource<TBatch> batches, CancellationToken cancellationToken)
    {
        Stopwatch watch = Stopwatch.StartNew();
        RunPlan plan = RunPlan.Of(
            _config,
            epoch => batches.Epoch(epoch).Count,
            _options.Epochs,
            _options.Steps,
            new MicroBatches<TBatch>(batches).Share);
        bool wasTraining = Model.training;
        string? saved = _options.ResumeFrom;
        try
        {
            RunDevice.Move(Model, _device);
            random.manual_seed(_config.Seed);
            DryRun(batches, cancellationToken);
            IReadOnlyList<ParameterGroup> groups = Groups();
            using GradientNorm gradients = new([.. groups.SelectMany(g => g.Parameters).Select(p => p.Value)]);
            using IOptimizer optimizer = _options.Optimizer(groups);
            _precision = Precision(batches, cancellationToken);
            RunState state = new(Model, _objective.Projections, optimizer) { Precision = _precision.Name };
            if (_options.ResumeFrom is not null) Checkpoint.Restore(_options.ResumeFrom, state, plan);
            _options.Logger?.Starting(plan, state.Step, _config);
            RunStart start = new(state.Step, plan.Steps, plan.Epochs, plan.MicroBatchesAfter(state.Step))
            {
                Precision = _precision.Name,
                IsEvaluationDue = state.IsEvaluationDue,
            };
            Notify(o => o.Starting(start));
            if (state.IsEvaluationDue)
            {
                Evaluate(state, cancellationToken);
                if (state.IsEvaluationDue) return Ended(new(TrainingStatus.Stopped, state.Step, saved, watch.Elapsed));
                saved = Save(state, plan);
            }

            Model.train();
            optimizer.ZeroGrad();
            RunDevice.SeedStep(_device, _config.Seed, state.Step);
            AccumulationWindow window = plan.WindowAt(state.Step);
            StepTally tally = new(state.Step, start.MicroBatches, _observers);
            while (state.Step < plan.Steps)
            {
                foreach (Batch<TBatch> batch in batches.Epoch(state.Epoch).From(state.Examples))
                {
                    (StepReport report, LossTerms terms) = Backward(batch, state, plan, window, tally);
                    state.Examples += batch.Size;
                    if (!window.EndsWithNext()) continue;

                    double? norm = Clip(gradients, read: tally.IsWanted);
                    optimizer.Step(Rate(state.Step, plan));
                    optimizer.ZeroGrad();
                    _objective.Commit(terms);
                    state.Step++;
                    tally.Tell(o => o.Step(report with { Step = state.Step, GradientNorm = norm, Examples = tally.OfStep }));

                    if (plan.SavesAt(state.Step)) Evaluate(state, cancellationToken);
                    bool stop = cancellationToken.IsCancellationRequested && (state.Step < plan.Steps || state.IsEvaluationDue);
                    if (stop || plan.SavesAt(state.Step)) saved = Save(state, plan);
                    if (stop) return Ended(new(TrainingStatus.Stopped, state.Step, saved, watch.Elapsed));
                    if (state.Step == plan.Steps) break;
                    RunDevice.SeedStep(_device, _config.Seed, state.Step);
                    window = plan.WindowAt(state.Step);
                    tally.Next(state.Step);
                }
                (state.Epoch, state.Examples) = (state.Epoch + 1, 0);
            }
            return Ended(new(TrainingStatus.Completed, state.Step, saved, watch.Elapsed));
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
        StepTally tally)
    {
        using DisposeScope scope = NewDisposeScope();
        using Batch<TBatch> owned = batch;
        (Signals student, Signals? teacher) = Answers(batch.Processed(_options.Postprocessor));
        LossTerms terms = _objective.Terms(batch.Task, student, teacher, (double)state.Step / plan.Steps);
        Tensor total = terms.Total();
        Recomputation.Backward(total / window.Divisor);

        double rate = state.Optimizer.LearningRate * Rate(state.Step, plan);
        tally.Count(batch.Count);
        StepReport report = new(state.Step, plan.Steps, state.Epoch, tally.IsWanted ? Scalars(terms, total) : [], rate, null)
        {
            Examples = batch.Count,
            ExamplesSoFar = tally.SoFar,
            MicroBatch = tally.MicroBatch,
        };
        tally.Tell(o => o.MicroBatch(report));
        return (report, terms);
    }

    /// <summary>Clips the gradients and gives their norm, where anybody asks for either.</summary>
    private double? Clip(GradientNorm gradients, bool read)
    {
        if (_options.MaxGradNorm <= 0 && !read) return null;
        using Tensor norm = gradients.Clip(_options.MaxGradNorm);
        return read ? ReadBack.Number(norm) : null;
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
    private Dictionary<string, double> Scalars(LossTerms terms, Tensor total)
    {
        IReadOnlyList<LossTerm> logged = _objective.LogsTerms ? terms.Terms : [];
        Tensor[] lowest = _readsTemperature && terms.LowestTemperature is { } temperature ? [temperature] : [];
        Tensor all = stack([total, .. logged.Select(term => term.Value), .. lowest.Select(t => t.to(total.dtype))]);
        double[] values = ReadBack.Numbers(all);
        if (lowest.Length > 0) WatchTemperature(values[^1]);
        Dictionary<string, double> scalars = new(values.Length) { ["total_loss"] = values[0] };
        for (int i = 0; i < logged.Count; i++) scalars[logged[i].Name] = values[i + 1];
        return scalars;
    }

    /// <summary>Says once that a temperature was held.</summary>
    private void WatchTemperature(double lowest)
    {
        if (lowest > TemperatureSchedules.Floor) return;
        _options.Logger?.TemperatureHeld(TemperatureSchedules.Floor);
        _readsTemperature = false;
    }

    private TrainingResult Ended(TrainingResult result)
    {
        Notify(o => o.Stopping(result));
        return result;
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
        EvaluationMode.Run(Model, () => TrySamples(batches, cancellationToken, (task, student, teacher) =>
        {
            _objective.Bind(task, student, teacher);
            foreach (LossTerm term in _objective.Terms(task, student, teacher, progress: 0).Terms) CheckScalar(term);
        }));

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
                TrySamples(batches, cancellationToken, (task, student, teacher) =>
                    Recomputation.Backward(_objective.Terms(task, student, teacher, progress: 0).Total()));
            },
            speed => _options.Logger?.PrecisionMeasured(speed));
        if (_config.Fp16 || chosen.IsMixed) _options.Logger?.InPrecision(chosen.Name);
        return chosen;
    }

    /// <summary>What both models say about a batch of each task; random state is restored.</summary>
    private void TrySamples(
        IBatchSource<TBatch> batches,
        CancellationToken cancellationToken,
        Action<string, Signals, Signals?> look)
    {
        using Tensor before = random.get_rng_state();
        foreach (Batch<TBatch> batch in batches.Samples())
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

    /// <summary>Judges the model; where the evaluator was stopped, the state says so.</summary>
    private void Evaluate(RunState state, CancellationToken cancellationToken)
    {
        if (_options.Evaluator is not { } evaluator) return;
        state.IsEvaluationDue = true;
        try
        {
            EvaluationMode.Run(Model, () =>
            {
                IReadOnlyDictionary<string, double> metrics = evaluator(Model);
                Notify(o => o.Evaluated(state.Step, metrics));
            });
            state.IsEvaluationDue = false;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The weights are saved without it, and the resumed run begins with it.
        }
    }

    private string Save(RunState state, RunPlan plan)
    {
        string folder = Checkpoint.Save(_config.OutputDir, state, plan, saving: () => Notify(o => o.Saving(state.Step)));
        if (_config.KeepCheckpoints is int keep)
            foreach (string old in Checkpoint.All(_config.OutputDir).SkipLast(keep)) Directory.Delete(old, recursive: true);
        Notify(o => o.Saved(state.Step, folder));
        return folder;
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
