namespace TextBrewer.Training;

/// <summary>How a run begins, or goes on.</summary>
/// <param name="Step">Optimizer steps taken; above 0 where it goes on after a checkpoint.</param>
/// <param name="Steps">Optimizer steps of the whole run.</param>
/// <param name="Epochs">Epochs; null: the run is counted in steps, its data being cycled.</param>
/// <param name="MicroBatches">Micro-batches that went by before.</param>
public sealed record RunStart(long Step, long Steps, int? Epochs, long MicroBatches)
{
    /// <summary>What it computes in: <c>fp32</c> or <c>bf16</c>.</summary>
    public string Precision { get; init; } = RunPrecision.Fp32;

    /// <summary>What it costs several processes to sum their gradients; null: there is one.</summary>
    public ExchangeCost? Exchange { get; init; }

    /// <summary>Whether it begins with the evaluation that belongs to <see cref="Step"/>, in which the run was stopped.</summary>
    public bool EvaluationIsDue { get; init; }
}
