using TextBrewer.Training;

namespace TextBrewer.Onnx.Tests.Teachers;

/// <summary>The total loss of each micro-batch.</summary>
internal sealed class LossLog : ITrainingObserver
{
    internal List<double> Losses { get; } = [];

    public void MicroBatch(StepReport report) => Losses.Add(report.Scalars["total_loss"]);
}
