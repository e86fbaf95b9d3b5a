using System.Diagnostics;
using TextBrewer.Training;

namespace TextBrewer.Recipes.Runs;

/// <summary>Takes the time of a training's first steps, and then stops it.</summary>
/// <param name="most">How many steps are timed.</param>
/// <param name="longest">How long that may take at most.</param>
internal sealed class TimedSteps(int most, TimeSpan longest) : ITrainingObserver
{
    // What is compiled, allocated and cached in them is not what a step takes.
    private const int WarmUp = 2;

    private readonly List<double> _seconds = [];
    private long _began;
    private long _last;
    private int _warm;

    /// <summary>Seconds of each step that was timed.</summary>
    internal IReadOnlyList<double> Seconds => _seconds;

    /// <summary>How many steps came before them.</summary>
    internal int Before => _warm;

    /// <summary>Steps of the whole training.</summary>
    internal long Steps { get; private set; }

    public void Starting(RunStart start)
    {
        Steps = start.Steps;
        _began = _last = Stopwatch.GetTimestamp();
    }

    public bool Wants(long step) => true;

    public void Step(StepReport report)
    {
        long now = Stopwatch.GetTimestamp();
        if (_warm < Math.Min(WarmUp, report.Steps - 1)) _warm++;
        else _seconds.Add(Stopwatch.GetElapsedTime(_last, now).TotalSeconds);
        _last = now;
        bool isEnough = _seconds.Count >= most || (_seconds.Count > 0 && Stopwatch.GetElapsedTime(_began, now) > longest);
        if (isEnough || report.Step == report.Steps) throw new TimedException();
    }

    /// <summary>Enough is timed.</summary>
    internal sealed class TimedException : Exception;
}
