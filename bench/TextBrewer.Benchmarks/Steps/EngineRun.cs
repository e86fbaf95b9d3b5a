using System.Diagnostics;
using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Distilling;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TextBrewer.Objectives;
using TextBrewer.Torch.Collectives;
using TextBrewer.Torch.Optimizers;
using TextBrewer.Training;

namespace TextBrewer.Benchmarks.Steps;

/// <summary>
/// Steps of a distillation through the public engine, timed from batch to batch. Each call is a run, on the caller's thread as everything
/// that computes here: OpenMP would give another thread a team of its own, and threads of two teams wait asleep for each other, which makes
/// small steps twice as long.
/// </summary>
internal sealed class EngineRun : ITrainingObserver, IDisposable
{
    private readonly TemporaryFolder _folder = new("steps ");
    private readonly StepShape _shape;
    private readonly AdaptedModel<StepBatch> _teacher, _student;
    private readonly IBatchSource<StepBatch> _batches;
    private readonly StepParts? _parts;
    private readonly TrainingOptions<StepBatch> _options;
    private readonly List<double> _times = [];
    private string _precision;
    private bool _hasBegun, _isWarm;
    private int _asked;
    private long _start, _bytes;
    private Action<int>? _after;

    /// <param name="shape">What is distilled.</param>
    /// <param name="teacher">The teacher.</param>
    /// <param name="student">The student, which is trained.</param>
    /// <param name="batches">The batches.</param>
    /// <param name="precision"><c>fp32</c> or <c>auto</c>, which is measured by the first call.</param>
    /// <param name="parts">Finds where the time of a step goes; null: nobody asks, and nothing is put between the parts.</param>
    /// <param name="observers">Those who look on.</param>
    internal EngineRun(
        StepShape shape,
        SequenceClassifier teacher,
        SequenceClassifier student,
        IBatchSource<StepBatch> batches,
        string precision = "fp32",
        StepParts? parts = null,
        params ITrainingObserver[] observers)
    {
        (_shape, _batches, _parts, _precision) = (shape, batches, parts, precision);
        (_teacher, _student) = (Adapt(teacher, shape, StepParts.Teacher), Adapt(student, shape, StepParts.Student));
        _options = new TrainingOptions<StepBatch>
        {
            Optimizer = Optimizer,
            Groups = DecayGroups.Split,
            Steps = int.MaxValue, // until it is stopped
            MaxGradNorm = StepShape.MaxGradNorm,
            Postprocessor = Next,
            Observers = [this, .. observers],
        };
    }

    /// <summary>The processes that take the steps together.</summary>
    internal ICollective Collective { get; init; } = SingleCollective.Instance;

    /// <summary>Changes the settings of the training; by default they stay as they are.</summary>
    internal Func<TrainingConfig, TrainingConfig> Change { get; init; } = training => training;

    /// <summary>Bytes of managed memory that the process allocated during the last call of <see cref="Steps"/>, for each step.</summary>
    internal double BytesPerStep { get; private set; }

    /// <summary>Takes steps, after one that is not counted.</summary>
    /// <param name="count">How many.</param>
    /// <param name="after">Told after each how many there were, outside of what is timed; null: nobody is.</param>
    /// <returns>What each took, from its batch to the next one's, in milliseconds.</returns>
    internal double[] Steps(int count, Action<int>? after = null)
    {
        _times.Clear();
        _times.EnsureCapacity(count);
        (_asked, _after, _hasBegun, _isWarm, _start) = (count, after, false, false, 0);
        DistillationParts? parts = _parts?.TimedLosses();
        TrainingConfig training = Change(new TrainingConfig { OutputDir = _folder.Path, Precision = _precision });
        using GeneralDistiller<StepBatch> distiller = new(training, _shape.Distillation, _teacher, _student, parts);
        try
        {
            distiller.Train(_batches, _options with { Collective = Collective });
        }
        catch (OperationCanceledException) when (_times.Count == count)
        {
            // All steps were taken; no checkpoint is wanted.
        }
        return [.. _times];
    }

    void ITrainingObserver.Starting(RunStart start) => (_hasBegun, _precision) = (true, start.Precision);

    /// <summary>Deletes the run's folder.</summary>
    public void Dispose() => _folder.Dispose();

    /// <summary>Called with each batch on its way to the models: the end of a step, and the beginning of the next.</summary>
    private StepBatch Next(StepBatch batch)
    {
        if (!_hasBegun) return batch; // what the engine tries its settings on
        if (_isWarm) End();
        else if (_start > 0) Warm();
        _start = Stopwatch.GetTimestamp();
        return batch;
    }

    private void Warm()
    {
        _isWarm = true;
        _parts?.Restart();
        _bytes = GC.GetTotalAllocatedBytes(precise: true);
    }

    private void End()
    {
        _times.Add(Stopwatch.GetElapsedTime(_start).TotalMilliseconds);
        _parts?.EndStep(_times[^1]);
        _after?.Invoke(_times.Count);
        if (_times.Count < _asked) return;
        BytesPerStep = (double)(GC.GetTotalAllocatedBytes(precise: true) - _bytes) / _asked;
        throw new OperationCanceledException();
    }

    private IOptimizer Optimizer(IReadOnlyList<ParameterGroup> groups)
    {
        AdamW own = new(groups, StepShape.LearningRate, weightDecay: StepShape.WeightDecay);
        return _parts is null ? own : new TimedOptimizer(own, _parts);
    }

    private AdaptedModel<StepBatch> Adapt(SequenceClassifier model, StepShape shape, string part)
    {
        EncoderOutputs wanted = shape.Layers.Count > 0 ? EncoderOutputs.HiddenStates : EncoderOutputs.None;
        return Model.From(model, (StepBatch b) => _parts is null ? Forward(b) : _parts.Time(part, () => Forward(b))).With((b, o) =>
        {
            Signals signals = new() { Logits = new SignalList(o.All), InputsMask = b.Mask };
            return o.Encoder.Hidden is { } hidden ? signals with { Hidden = new SignalList(hidden) } : signals;
        });

        HeadOutput Forward(StepBatch b) => model.Forward(b.Ids, b.Mask, b.Types, wanted);
    }
}
