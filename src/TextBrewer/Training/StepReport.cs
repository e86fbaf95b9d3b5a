namespace TextBrewer.Training;

/// <summary>What a micro-batch or a step came to.</summary>
/// <param name="Step">Optimizer steps taken.</param>
/// <param name="Steps">Optimizer steps of the run.</param>
/// <param name="Epoch">The epoch, from 0.</param>
/// <param name="Scalars">TextBrewer's scalars of the last micro-batch: <c>total_loss</c>, <c>unweighted_…</c>.</param>
/// <param name="LearningRate">The optimizer's rate at this step.</param>
/// <param name="GradientNorm">The norm before clipping; null for a micro-batch.</param>
public sealed record StepReport(
    long Step,
    long Steps,
    int Epoch,
    IReadOnlyDictionary<string, double> Scalars,
    double LearningRate,
    double? GradientNorm)
{
    /// <summary>Examples of the micro-batch, or of the step; null: nobody counted them.</summary>
    public int? Examples { get; init; }

    /// <summary>Examples since the run began or went on, this report's included; null: nobody counted them.</summary>
    public long? ExamplesSoFar { get; init; }

    /// <summary>The number of the micro-batch, or of the step's last one, over the whole run, from 0.</summary>
    public long MicroBatch { get; init; }
}
