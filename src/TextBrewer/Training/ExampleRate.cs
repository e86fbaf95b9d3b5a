namespace TextBrewer.Training;

/// <summary>How many examples a second a run trains, from one report to the next.</summary>
/// <param name="clock">The clock.</param>
public sealed class ExampleRate(TimeProvider clock)
{
    // What was counted and when; null after a checkpoint, whose time is no step's.
    private (long Examples, long Time)? _last;

    /// <summary>A run begins.</summary>
    public void Start() => _last = (0, clock.GetTimestamp());

    /// <summary>What comes until the next report is no training: a checkpoint.</summary>
    public void Pause() => _last = null;

    /// <summary>Examples a second since the last report; null: nobody counted them, or not all of the time was training.</summary>
    public double? Next(StepReport report)
    {
        (long Examples, long Time)? last = _last;
        _last = report.ExamplesSoFar is long examples ? (examples, clock.GetTimestamp()) : null;
        if (last is not { } from || _last is not { } to) return null;
        double seconds = clock.GetElapsedTime(from.Time, to.Time).TotalSeconds;
        return seconds > 0 ? (to.Examples - from.Examples) / seconds : null;
    }
}
