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
    internal TrainingOptions(RunOptions options) : base(options) => Optimizer = options.Optimizer;

    /// <summary>Passes over the data; <see cref="Steps"/> wins.</summary>
    public int Epochs { get; init; } = 1;

    /// <summary>Optimizer steps, the data being cycled; null: epochs count.</summary>
    public long? Steps { get; init; }

    /// <summary>Changes a batch before both models see it.</summary>
    public Func<TBatch, TBatch>? Postprocessor { get; init; }
}
