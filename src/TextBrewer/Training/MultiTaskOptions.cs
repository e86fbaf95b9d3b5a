using TextBrewer.Data;

namespace TextBrewer.Training;

/// <summary>The options of a run over several tasks.</summary>
public sealed record MultiTaskOptions : RunOptions
{
    /// <summary>Optimizer steps; each task's data are cycled.</summary>
    public required long Steps { get; init; }

    /// <summary>
    /// A task is drawn with a probability proportional to its sampling weight times its examples to this power: 0 by the weights alone,
    /// 1 by size too. Where a size is unknown, all are drawn by their weights.
    /// </summary>
    public double Tau { get; init; } = 1;

    /// <summary>The task of each micro-batch, counted from 0; null: drawn. It must give the same answer whenever it is asked.</summary>
    public Func<long, string>? Order { get; init; }

    internal TrainingOptions<TaskBatch<T>> Over<T>(Func<TaskBatch<T>, TaskBatch<T>> postprocessor) =>
        new(this) { Steps = Steps, Postprocessor = postprocessor };
}
