using TextBrewer.Training;

namespace TextBrewer.Outside.Tests;

/// <summary>An observer of one's own: it keeps what a run reports, and stops it where a test asks for that.</summary>
internal sealed class RunLog : ITrainingObserver
{
    internal List<StepReport> MicroBatches { get; } = [];

    internal (long Step, CancellationTokenSource Source)? StopAfter { get; init; }

    internal double First(string scalar) => MicroBatches[0].Scalars[scalar];

    internal double Last(string scalar) => MicroBatches[^1].Scalars[scalar];

    public void MicroBatch(StepReport report) => MicroBatches.Add(report);

    public void Step(StepReport report)
    {
        if (report.Step == StopAfter?.Step) StopAfter.Value.Source.Cancel();
    }
}
