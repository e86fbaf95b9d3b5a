using TextBrewer.Training;

namespace TextBrewer.Tests.Training;

/// <summary>Keeps what a run reports, and stops it where a test asks for that.</summary>
internal sealed class ScalarLog : ITrainingObserver
{
    internal List<IReadOnlyDictionary<string, double>> Scalars { get; } = [];

    /// <summary>The gradients' norm at each step, before clipping.</summary>
    internal List<double> Norms { get; } = [];

    internal List<long> Saved { get; } = [];

    internal (int Step, CancellationTokenSource Source)? StopAfter { get; init; }

    public void MicroBatch(StepReport report) => Scalars.Add(report.Scalars);

    public void Step(StepReport report)
    {
        Norms.Add(report.GradientNorm!.Value);
        if (report.Step == StopAfter?.Step) StopAfter.Value.Source.Cancel();
    }

    void ITrainingObserver.Saved(long step, string folder) => Saved.Add(step);
}
