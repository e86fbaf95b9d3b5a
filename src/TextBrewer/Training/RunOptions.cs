using Microsoft.Extensions.Logging;
using TextBrewer.Schedules;
using TextBrewer.Torch.Collectives;
using TextBrewer.Torch.Files;
using TextBrewer.Torch.Optimizers;
using static TorchSharp.torch;

namespace TextBrewer.Training;

/// <summary>The parts of a run that are code, not configuration, whatever its batches are.</summary>
public abstract record RunOptions
{
    private protected RunOptions()
    {
    }

    /// <summary>Makes the optimizer over all groups; only the distiller knows the projections' groups.</summary>
    public required Func<IReadOnlyList<ParameterGroup>, IOptimizer> Optimizer { get; init; }

    /// <summary>The learning rate's course; null: constant.</summary>
    public LearningRateSchedule? Schedule { get; init; }

    /// <summary>Limit of the gradient norm; −1: none.</summary>
    public double MaxGradNorm { get; init; } = -1;

    /// <summary>Splits the student's parameters into groups; null: one group of all.</summary>
    public Func<nn.Module, IReadOnlyList<ParameterGroup>>? Groups { get; init; }

    /// <summary>
    /// Called after every saved checkpoint with the model and the step, in evaluation mode, without gradients. Where the run keeps an
    /// average of the weights (<c>ema_decay</c>), the model has that, here and in <see cref="Evaluator"/>.
    /// </summary>
    public Action<nn.Module, long>? Callback { get; init; }

    /// <summary>
    /// Says how good the model is, at every checkpoint or every <c>eval_steps</c>: model → metrics by name, in evaluation mode and without
    /// gradients. Observers are told, and only then the checkpoint is saved; null: nobody asks.
    /// </summary>
    public Func<nn.Module, IReadOnlyDictionary<string, double>>? Evaluator { get; init; }

    /// <summary>Those who look on.</summary>
    public IReadOnlyList<ITrainingObserver> Observers { get; init; } = [];

    /// <summary>Told about every optimizer step; null: nobody.</summary>
    public IProgress<StepReport>? Progress { get; init; }

    /// <summary>Told what is worth a line: the run's plan, settings without effect; null: nobody.</summary>
    public ILogger? Logger { get; init; }

    /// <summary>Folder of the checkpoint to go on from; null: from the start.</summary>
    public string? ResumeFrom { get; init; }

    /// <summary>
    /// What the run is made of, by name: data, teachers, settings. A checkpoint holds it, and a run that is made of something else is not
    /// resumed from it.
    /// </summary>
    public IReadOnlyDictionary<string, string> Fingerprint { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether to resume although the run is made of something else: what changed is said, and the model is another.</summary>
    public bool Force { get; init; }

    /// <summary>What a person knows an example by: (task, key) → its place in a file; null: by its key.</summary>
    public Func<string, UInt128, string>? ExampleName { get; init; }

    /// <summary>
    /// The processes that carry out the run together, each with a part of every batch; one alone by default. All of them are given the
    /// same configuration, models and data, and process 0 writes the checkpoints.
    /// </summary>
    public ICollective Collective { get; init; } = SingleCollective.Instance;

    /// <summary>Where checkpoints are written.</summary>
    internal Disk Disk { get; init; } = Disk.Local;
}
