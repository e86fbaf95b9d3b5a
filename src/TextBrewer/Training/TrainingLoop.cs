using System.Diagnostics;
using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Naming;
using TextBrewer.Objectives;
using TextBrewer.Teachers;
using TextBrewer.Torch.Optimizers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Training;

/// <summary>The one loop: next batch, student, teacher, objective, backward, clip, step, log, save.</summary>
internal sealed class TrainingLoop<TBatch>(
    TrainingConfig config, AdaptedModel<TBatch> student, ITeacher<TBatch>? teacher, IObjective objective, TrainingOptions<TBatch> options)
{
    private readonly nn.Module _model = student.Module;
    private IReadOnlyList<ITrainingObserver> _observers = options.Observers;

    internal TrainingResult Run(IBatchSource<TBatch> batches, CancellationToken cancellationToken)
    {
        Stopwatch watch = Stopwatch.StartNew();
        RunPlan plan = RunPlan.Of(config, batches.Count, options.Epochs, options.Steps);
        bool wasTraining = _model.training;
        string? saved = options.ResumeFrom;
        try
        {
            random.manual_seed(config.Seed);
            DryRun(batches);
            IReadOnlyList<ParameterGroup> groups = Groups();
            Parameter[] parameters = [.. groups.SelectMany(g => g.Parameters).Select(p => p.Value)];
            if (parameters.Length == 0) throw new ConfigurationException($"The student '{_model.GetName()}' has no parameters, so there is "
                + "nothing to train: call RegisterComponents() at the end of its constructor.");
            using IOptimizer optimizer = options.Optimizer(groups);
            RunState state = new(_model, objective.Projections, optimizer);
            if (options.ResumeFrom is not null) Checkpoint.Restore(options.ResumeFrom, state, plan);
            using TensorBoardLog? board = config.LogDir is { } folder ? new TensorBoardLog(folder, ExamplesPerBatch(batches)) : null;
            if (board is not null) _observers = [.. options.Observers, board];
            options.Logger?.Starting(plan, state.Step, config);
            foreach (ITrainingObserver observer in _observers) observer.Started(plan, state.Step);

            _model.train();
            optimizer.ZeroGrad();
            while (state.Step < plan.Steps)
            {
                foreach (TBatch batch in batches.Epoch(state.Epoch, state.Batch))
                {
                    // The window's end is known when it begins, so that a short one is a mean over what it holds.
                    int place = (int)(plan.Epochs is null
                        ? plan.MicroBatches(state.Epoch, state.Batch) % plan.Accumulation
                        : state.Batch % plan.Accumulation);
                    int window = plan.WindowAt(state.Batch - place);
                    StepReport report = MicroBatch(batch, batches.MakesBatches, state, plan, window);
                    state.Batch++;
                    if (place + 1 < window) continue;

                    double norm = GradientNorm.Clip(parameters, options.MaxGradNorm);
                    optimizer.Step(Rate(state.Step, plan));
                    optimizer.ZeroGrad();
                    state.Step++;
                    Notify(report with { Step = state.Step, GradientNorm = norm });

                    bool stop = cancellationToken.IsCancellationRequested && state.Step < plan.Steps;
                    if (stop || plan.Checkpoints.Contains(state.Step)) saved = Save(state, plan, batches);
                    if (stop) return new(TrainingStatus.Stopped, state.Step, saved, watch.Elapsed);
                    if (state.Step == plan.Steps) break;
                }
                (state.Epoch, state.Batch) = (state.Epoch + 1, 0);
            }
            return new(TrainingStatus.Completed, state.Step, saved, watch.Elapsed);
        }
        finally
        {
            _model.train(wasTraining);
        }
    }

    private StepReport MicroBatch(TBatch source, bool owned, RunState state, RunPlan plan, int window)
    {
        using DisposeScope scope = NewDisposeScope();
        IReadOnlyList<LossTerm> terms = Terms(source, (double)state.Step / plan.Steps);
        Tensor total = terms.Select(term => term.Value * term.Weight).Aggregate((a, b) => a + b);
        (total / window).backward();

        StepReport report = new(
            state.Step,
            plan.Steps,
            state.Epoch,
            Scalars(terms, total),
            state.Optimizer.LearningRate * Rate(state.Step, plan),
            null);
        foreach (ITrainingObserver observer in _observers) observer.MicroBatch(report);
        if (owned) (source as IDisposable)?.Dispose();
        return report;
    }

    private IReadOnlyList<LossTerm> Terms(TBatch source, double progress)
    {
        TBatch batch = options.Postprocessor is null ? source : options.Postprocessor(source);
        Signals signals = student.Call(batch);
        // Whatever a teacher of the user's own does, it trains nothing and leaves nothing behind.
        return objective.Terms(signals, teacher is null ? null : TeacherScope.Run(() => teacher.Teach(batch)), progress);
    }

    /// <summary>All scalars in one read: on a device each read is a synchronisation.</summary>
    private Dictionary<string, double> Scalars(IReadOnlyList<LossTerm> terms, Tensor total)
    {
        if (_observers.Count == 0 && options.Progress is null) return [];
        IReadOnlyList<LossTerm> logged = objective.LogsTerms ? terms : [];
        double[] values = stack([total, .. logged.Select(term => term.Value)]).detach().to(ScalarType.Float64).cpu().data<double>()
            .ToArray();
        Dictionary<string, double> scalars = new(values.Length) { ["total_loss"] = values[0] };
        for (int i = 0; i < logged.Count; i++) scalars[logged[i].Name] = values[i + 1];
        return scalars;
    }

    private void Notify(StepReport report)
    {
        foreach (ITrainingObserver observer in _observers) observer.Step(report);
        options.Progress?.Report(report);
    }

    /// <summary>
    /// A batch of each kind in evaluation mode: a setting that cannot work is an error before the first step, and projections learn their
    /// sizes. Random state is restored.
    /// </summary>
    private void DryRun(IBatchSource<TBatch> batches)
    {
        using DisposeScope scope = NewDisposeScope();
        using var noGrad = no_grad();
        Tensor before = random.get_rng_state();
        _model.eval();
        foreach (TBatch batch in batches.Samples())
        {
            foreach (LossTerm term in Terms(batch, progress: 0))
                if (term.Value.numel() != 1) throw new ConfigurationException($"The loss {term.Name} gives a tensor of shape "
                    + $"({string.Join(", ", term.Value.shape)}); a loss is one number: take its mean or its sum.");
            if (batches.MakesBatches) (batch as IDisposable)?.Dispose();
        }
        random.set_rng_state(before);
    }

    private string Save(RunState state, RunPlan plan, IBatchSource<TBatch> batches)
    {
        // A checkpoint at the end of an epoch stands at the beginning of the next.
        RunState position = new(state.Model, state.Projections, state.Optimizer)
        {
            Step = state.Step,
            Epoch = state.Batch == batches.Count ? state.Epoch + 1 : state.Epoch,
            Batch = state.Batch == batches.Count ? 0 : state.Batch,
        };
        string folder = Checkpoint.Save(config.OutputDir, position, plan);
        Prune();
        foreach (ITrainingObserver observer in _observers) observer.Saved(state.Step, folder);
        if (options.Callback is not null)
        {
            using var noGrad = no_grad();
            _model.eval();
            options.Callback(_model, state.Step);
            _model.train();
        }
        return folder;
    }

    private void Prune()
    {
        if (config.KeepCheckpoints is not int keep) return;
        foreach (string folder in Checkpoint.All(config.OutputDir).SkipLast(keep)) Directory.Delete(folder, recursive: true);
    }

    private IReadOnlyList<ParameterGroup> Groups() =>
    [
        .. options.Groups?.Invoke(_model)
            ?? [new ParameterGroup([.. _model.named_parameters().Select(p => new NamedParameter(p.name, p.parameter))])],
        .. objective.Groups,
    ];

    private static int? ExamplesPerBatch(IBatchSource<TBatch> batches) =>
        batches.Examples is long examples ? (int)Math.Ceiling((double)examples / batches.Count) : null;

    private double Rate(long step, RunPlan plan) => options.Schedule?.Invoke(step, plan.Steps) ?? 1;
}
