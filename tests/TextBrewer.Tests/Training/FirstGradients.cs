using TextBrewer.Testing;
using TextBrewer.Training;
using static TorchSharp.torch;

namespace TextBrewer.Tests.Training;

/// <summary>Keeps the gradients of a run's first step by the parameter's name.</summary>
internal sealed class FirstGradients(nn.Module module) : ITrainingObserver
{
    private bool _stepped;

    internal Dictionary<string, double[]> Values { get; private set; } = [];

    public void MicroBatch(StepReport report)
    {
        if (_stepped) return;
        Values = module.named_parameters().Where(p => p.parameter.grad is not null)
            .ToDictionary(p => p.name, p => Agree.Values(p.parameter.grad!));
    }

    public void Step(StepReport report) => _stepped = true;
}
