using System.Diagnostics.CodeAnalysis;

namespace TextBrewer.Training;

/// <summary>The options of a run over one kind of batch.</summary>
public sealed record TrainingOptions<TBatch> : RunOptions
{
    /// <summary>Options to be set by name.</summary>
    public TrainingOptions()
    {
    }

    [SetsRequiredMembers]
    internal TrainingOptions(RunOptions options)
    {
        (Optimizer, Schedule, MaxGradNorm, Groups) = (options.Optimizer, options.Schedule, options.MaxGradNorm, options.Groups);
        (Callback, Observers, Progress, Logger, ResumeFrom) = (options.Callback, options.Observers, options.Progress, options
            .Logger, options.ResumeFrom);
    }

    /// <summary>Passes over the data; <see cref="Steps"/> wins.</summary>
    public int Epochs { get; init; } = 1;

    /// <summary>Optimizer steps, the data being cycled; null: epochs count.</summary>
    public long? Steps { get; init; }

    /// <summary>Changes a batch before both models see it.</summary>
    public Func<TBatch, TBatch>? Postprocessor { get; init; }

    /// <summary>The same over batches of another type, without the postprocessor, which is of this one.</summary>
    internal TrainingOptions<TOuter> Over<TOuter>() => new(this) { Epochs = Epochs, Steps = Steps };
}
