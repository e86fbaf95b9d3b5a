using TextBrewer.Torch.Optimizers;
using TorchSharp;

namespace TextBrewer.Benchmarks.Steps;

/// <summary>
/// An optimizer whose work is timed. It measures the norm once more before it steps, because the engine's cannot be listened to.
/// </summary>
/// <param name="inner">The optimizer, which it owns.</param>
/// <param name="parts">Takes the times.</param>
internal sealed class TimedOptimizer(IOptimizer inner, StepParts parts) : IOptimizer
{
    private readonly GradientNorm _norm = new([.. inner.Groups.SelectMany(g => g.Parameters).Select(p => p.Value)]);

    public IReadOnlyList<ParameterGroup> Groups => inner.Groups;

    public double LearningRate => inner.LearningRate;

    public void Step(double rateFactor = 1, double gradientDivisor = 1)
    {
        parts.EndBackward();
        parts.Time(StepParts.Clip, () =>
        {
            using torch.Tensor norm = _norm.Measure();
            return true;
        });
        parts.Time(StepParts.Optimizer, () =>
        {
            inner.Step(rateFactor, gradientDivisor);
            return true;
        });
    }

    public void ZeroGrad() => parts.Time(StepParts.Zero, () =>
    {
        inner.ZeroGrad();
        return true;
    });

    public IReadOnlyDictionary<string, torch.Tensor> State() => inner.State();

    public void Restore(IReadOnlyDictionary<string, torch.Tensor> state) => inner.Restore(state);

    public void Dispose()
    {
        _norm.Dispose();
        inner.Dispose();
    }
}
