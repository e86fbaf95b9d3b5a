using System.Diagnostics;
using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Distilling;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TextBrewer.Objectives;
using TextBrewer.Torch.Optimizers;
using TextBrewer.Training;

namespace TextBrewer.Benchmarks.Steps;

/// <summary>
/// A distillation through the public engine that takes steps when it is told to, so that other contenders can run between them. It runs on
/// a thread of its own; whoever calls <see cref="Steps"/> waits for it.
/// </summary>
internal sealed class EngineRun : IDisposable
{
    private readonly SemaphoreSlim _go = new(0), _done = new(0);
    private readonly Thread _thread;
    private readonly string _folder = Directory.CreateTempSubdirectory("steps ").FullName;
    private readonly StepParts? _parts;
    private readonly List<double> _times = [];
    private bool _isTriedOut, _isStopping;
    private int _asked, _due;
    private long _start, _bytes;
    private Exception? _problem;

    /// <param name="shape">What is distilled.</param>
    /// <param name="teacher">The teacher.</param>
    /// <param name="student">The student, which is trained.</param>
    /// <param name="batches">The batches.</param>
    /// <param name="precision"><c>fp32</c> or <c>auto</c>.</param>
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
        _parts = parts;
        TrainingConfig training = new() { OutputDir = _folder, Precision = precision };
        TrainingOptions<StepBatch> options = new()
        {
            Optimizer = groups => Optimizer(groups),
            Groups = DecayGroups.Split,
            Steps = int.MaxValue, // until it is stopped
            MaxGradNorm = StepShape.MaxGradNorm,
            Postprocessor = Next,
            Observers = observers,
        };
        AdaptedModel<StepBatch> adaptedTeacher = Adapt(teacher, shape, StepParts.Teacher);
        AdaptedModel<StepBatch> adaptedStudent = Adapt(student, shape, StepParts.Student);
        _thread = new Thread(() => Train(training, shape, adaptedTeacher, adaptedStudent, batches, options)) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>Bytes of managed memory that the process allocated during the last call of <see cref="Steps"/>, for each step.</summary>
    internal double BytesPerStep { get; private set; }

    /// <summary>Whether this version of the library trains in bfloat16.</summary>
    internal static bool HasBf16 => new TrainingConfig { Precision = "bf16" }.Problems().Count == 0;

    /// <summary>Takes steps.</summary>
    /// <returns>What each took, from its batch to the next one's, in milliseconds.</returns>
    internal double[] Steps(int count)
    {
        _times.Clear();
        _times.EnsureCapacity(count);
        _asked = count;
        _go.Release();
        _done.Wait();
        return _problem is null ? [.. _times] : throw new InvalidOperationException("The distillation failed.", _problem);
    }

    /// <summary>Ends the run without a checkpoint.</summary>
    public void Dispose()
    {
        _isStopping = true;
        _go.Release();
        _thread.Join();
        Directory.Delete(_folder, recursive: true);
        _go.Dispose();
        _done.Dispose();
    }

    private void Train(
        TrainingConfig training,
        StepShape shape,
        AdaptedModel<StepBatch> teacher,
        AdaptedModel<StepBatch> student,
        IBatchSource<StepBatch> batches,
        TrainingOptions<StepBatch> options)
    {
        try
        {
            DistillationParts? own = _parts?.TimedLosses();
            using GeneralDistiller<StepBatch> distiller = new(training, shape.Distillation, teacher, student, own);
            distiller.Train(batches, options);
        }
        catch (OperationCanceledException) when (_isStopping)
        {
        }
        catch (Exception problem)
        {
            _problem = problem;
            _done.Release();
        }
    }

    /// <summary>Called with each batch on its way to the models: the end of a step, and the beginning of the next.</summary>
    private StepBatch Next(StepBatch batch)
    {
        if (!_isTriedOut) // the batch that the engine tries its settings on
        {
            _isTriedOut = true;
            return batch;
        }
        if (_due > 0)
        {
            _times.Add(Stopwatch.GetElapsedTime(_start).TotalMilliseconds);
            _parts?.EndStep(_times[^1]);
            if (--_due == 0)
            {
                BytesPerStep = (double)(GC.GetTotalAllocatedBytes(precise: true) - _bytes) / _asked;
                _done.Release();
            }
        }
        if (_due == 0)
        {
            _go.Wait();
            if (_isStopping) throw new OperationCanceledException();
            _due = _asked;
            _parts?.Restart();
            _bytes = GC.GetTotalAllocatedBytes(precise: true);
        }
        _start = Stopwatch.GetTimestamp();
        return batch;
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
