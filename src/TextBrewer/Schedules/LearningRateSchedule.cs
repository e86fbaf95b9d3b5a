namespace TextBrewer.Schedules;

/// <summary>The factor on every group's learning rate.</summary>
/// <param name="step">The optimizer step about to be taken, from 0.</param>
/// <param name="steps">The optimizer steps of the whole run.</param>
public delegate double LearningRateSchedule(long step, long steps);
