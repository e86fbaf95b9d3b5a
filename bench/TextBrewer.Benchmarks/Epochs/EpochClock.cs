using System.Diagnostics;
using TextBrewer.Training;

namespace TextBrewer.Benchmarks.Epochs;

/// <summary>
/// The seconds of each epoch's steps: evaluations and checkpoints are left out, and so is what another contender does between two steps.
/// </summary>
/// <param name="every">After how many steps the other one has a turn.</param>
/// <param name="other">The other contender's turn.</param>
internal sealed class EpochClock(int every, Action other) : ITrainingObserver
{
    private readonly List<double> _epochs = [];
    private long _start;

    /// <summary>Each epoch's seconds.</summary>
    internal IReadOnlyList<double> Epochs => _epochs;

    /// <summary>Steps of all epochs.</summary>
    internal long Steps { get; private set; }

    public void Starting(RunStart start) => _start = Stopwatch.GetTimestamp();

    public void Step(StepReport report)
    {
        while (_epochs.Count <= report.Epoch) _epochs.Add(0);
        _epochs[report.Epoch] += Stopwatch.GetElapsedTime(_start).TotalSeconds;
        Steps = report.Step;
        if (report.Step % every == 0) other();
        _start = Stopwatch.GetTimestamp();
    }

    // What happens between a step and this is evaluating and saving.
    public void Saved(long step, string folder) => _start = Stopwatch.GetTimestamp();
}
