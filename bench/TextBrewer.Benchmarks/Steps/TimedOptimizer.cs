using TextBrewer.Torch.Optimizers;
using TorchSharp;

namespace TextBrewer.Benchmarks.Steps;

/// <summary>An optimizer whose work is timed. It clips once more before it steps, because clipping itself cannot be listened to.</summary>
/// <param name="inner">The optimizer, which it owns.</param>
/// <param name="parts">Takes the times.</param>
internal sealed class TimedOptimizer(IOptimizer inner, StepParts parts) : IOptimizer
{
    // Half of what the engine clipped to: so that this clipping scales, too.
    private const double Limit = StepShape.MaxGradNorm / 2;

    private readonly GradientNorm _norm = new([.. inner.Groups.SelectMany(g => g.Parameters).Select(p => p.Value)]);

    public IReadOnlyList<ParameterGroup> Groups => inner.Groups;

    public double LearningRate => inner.LearningRate;

    public void Step(double rateFactor = 1)
    {
        parts.EndBackward();
        parts.Time(StepParts.Clip, () =>
        {
            using torch.Tensor norm = _norm.Clip(Limit);
            return true;
        });
        parts.Time(StepParts.Optimizer, () =>
        {
            inner.Step(rateFactor);
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
