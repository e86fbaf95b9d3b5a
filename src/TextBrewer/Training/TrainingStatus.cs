namespace TextBrewer.Training;

/// <summary>How a run ended.</summary>
public enum TrainingStatus
{
    /// <summary>All steps were taken.</summary>
    Completed,

    /// <summary>It was cancelled; a checkpoint holds all that was done.</summary>
    Stopped,
}
