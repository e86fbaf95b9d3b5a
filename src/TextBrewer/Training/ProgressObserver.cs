namespace TextBrewer.Training;

/// <summary>Reports every optimizer step to an <see cref="IProgress{T}"/>.</summary>
internal sealed class ProgressObserver(IProgress<StepReport> progress) : ITrainingObserver
{
    public void Step(StepReport report) => progress.Report(report);
}
