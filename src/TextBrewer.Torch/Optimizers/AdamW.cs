using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Optimizers;

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019), one fused native call per group and step.</summary>
public sealed class AdamW : IOptimizer
{
    private readonly double _beta1;
    private readonly double _beta2;
    private readonly double _epsilon;
    private readonly double _weightDecay;
    private readonly FusedAdamW _kernel = new();
    private readonly Dictionary<string, Slot> _slots;

    /// <summary>Makes an optimizer over groups; state comes into being with a parameter's first gradient.</summary>
    public AdamW(IReadOnlyList<ParameterGroup> groups, double learningRate, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0.01)
    {
        (Groups, LearningRate) = (groups, learningRate);
        (_beta1, _beta2, _epsilon, _weightDecay) = (beta1, beta2, epsilon, weightDecay);
        _slots = groups.SelectMany(g => g.Parameters).ToDictionary(p => p.Name, p => new Slot(p.Value), StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ParameterGroup> Groups { get; }

    /// <inheritdoc/>
    public double LearningRate { get; }

    /// <inheritdoc/>
    public void Step(double rateFactor = 1)
    {
        using DisposeScope scope = NewDisposeScope();
        using var noGrad = no_grad();
        foreach (ParameterGroup group in Groups)
        {
            Slot[] slots = [.. group.Parameters.Select(p => _slots[p.Name])];
            Tensor?[] gradients = [.. slots.Select(s => s.Parameter.grad)];
            int[] with = [.. Enumerable.Range(0, slots.Length).Where(i => gradients[i] is not null)];
            if (with.Length == 0) continue;
            foreach (int i in with) slots[i].Begin();
            _kernel.Step(
                [.. with.Select(i => (Tensor)slots[i].Parameter)],
                [.. with.Select(i => gradients[i]!)],
                [.. with.Select(i => slots[i].Mean!)],
                [.. with.Select(i => slots[i].Square!)],
                [.. with.Select(i => slots[i].Steps!)],
                (group.LearningRate ?? LearningRate) * rateFactor, _beta1, _beta2, group.WeightDecay ?? _weightDecay, _epsilon);
        }
    }

    /// <inheritdoc/>
    public void ZeroGrad()
    {
        foreach (Slot slot in _slots.Values)
        {
            using Tensor? gradient = slot.Parameter.grad;
            if (gradient is not null) slot.Parameter.grad = null;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> State()
    {
        Dictionary<string, Tensor> state = [];
        foreach ((string name, Slot slot) in _slots)
        {
            if (slot.Steps is null) continue;
            state[$"exp_avg.{name}"] = slot.Mean!;
            state[$"exp_avg_sq.{name}"] = slot.Square!;
            state[$"step.{name}"] = slot.Steps;
        }
        return state;
    }

    /// <inheritdoc/>
    public void Restore(IReadOnlyDictionary<string, Tensor> state)
    {
        using var noGrad = no_grad();
        foreach ((string name, Slot slot) in _slots)
        {
            if (!state.TryGetValue($"step.{name}", out Tensor? steps)) continue;
            slot.Begin();
            slot.Mean!.copy_(state[$"exp_avg.{name}"]);
            slot.Square!.copy_(state[$"exp_avg_sq.{name}"]);
            slot.Steps!.copy_(steps);
        }
    }

    /// <summary>Frees the state; the parameters stay the caller's.</summary>
    public void Dispose()
    {
        foreach (Slot slot in _slots.Values) slot.Dispose();
        _kernel.Dispose();
    }

    /// <summary>A parameter with its two moments and its count of steps.</summary>
    private sealed class Slot(Parameter parameter) : IDisposable
    {
        internal Parameter Parameter => parameter;

        internal Tensor? Mean { get; private set; }

        internal Tensor? Square { get; private set; }

        internal Tensor? Steps { get; private set; }

        internal void Begin()
        {
            if (Steps is not null) return;
            Mean = zeros_like(parameter).DetachFromDisposeScope();
            Square = zeros_like(parameter).DetachFromDisposeScope();
            Steps = zeros([], dtype: ScalarType.Float32, device: parameter.device).DetachFromDisposeScope();
        }

        public void Dispose()
        {
            Mean?.Dispose();
            Square?.Dispose();
            Steps?.Dispose();
        }
    }
}
