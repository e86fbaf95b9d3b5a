namespace TextBrewer.Training;

/// <summary>Which steps are written down: every n-th, and the last.</summary>
/// <param name="every">Every how many.</param>
public sealed class LoggingSteps(int every)
{
    private long _last;

    /// <summary>A run begins.</summary>
    public void Start(RunStart start) => _last = start.Steps;

    /// <summary>Whether a step is written down.</summary>
    /// <param name="step">The step, counted from 1.</param>
    public bool Has(long step) => step % every == 0 || step == _last;
}
