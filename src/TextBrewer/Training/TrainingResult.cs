namespace TextBrewer.Training;

/// <summary>What became of a run.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Steps">Optimizer steps taken, those before a resume included.</param>
/// <param name="LastCheckpoint">Folder of the newest checkpoint.</param>
/// <param name="Elapsed">Time taken, without that before a resume.</param>
public sealed record TrainingResult(TrainingStatus Status, long Steps, string? LastCheckpoint, TimeSpan Elapsed)
{
    /// <summary>The best evaluation; null: there was none.</summary>
    public BestEvaluation? Best { get; init; }

    /// <summary>Whether the model is that of the best evaluation, where that is not the last step.</summary>
    public bool IsBest { get; init; }

    /// <summary>Whether it ended before its last step, because the evaluations were no longer the best.</summary>
    public bool EndedEarly { get; init; }

    /// <summary>What the run warned of, before a resume too.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Optimizer steps that were skipped, because the loss or a gradient was not finite; they count among the steps.</summary>
    public long Skipped { get; init; }
}
