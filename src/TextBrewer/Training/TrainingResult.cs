namespace TextBrewer.Training;

/// <summary>What became of a run.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Steps">Optimizer steps taken, those before a resume included.</param>
/// <param name="LastCheckpoint">Folder of the newest checkpoint.</param>
/// <param name="Elapsed">Time taken, without that before a resume.</param>
public sealed record TrainingResult(TrainingStatus Status, long Steps, string? LastCheckpoint, TimeSpan Elapsed);
