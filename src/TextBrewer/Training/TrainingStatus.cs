namespace TextBrewer.Training;

/// <summary>How a run ended.</summary>
public enum TrainingStatus
{
    /// <summary>All steps were taken.</summary>
    Completed,

    /// <summary>It was cancelled; a checkpoint holds all that was done.</summary>
    Stopped,

    /// <summary>
    /// Losses, gradients or weights are no longer finite numbers: the last checkpoint holds the model as it was before, and nothing after
    /// it is worth keeping.
    /// </summary>
    Diverged,
}
