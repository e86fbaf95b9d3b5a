using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Optimizers;

/// <summary>What the optimizers here have in common: a few state tensors per parameter, and one native call per group and step.</summary>
public abstract class FusedOptimizer : IOptimizer
{
    private readonly double _weightDecay;
    private readonly double[][] _options;
    private readonly OptimizerKernel _kernel;
    private readonly GroupTensors[] _tensors;
    private readonly Dictionary<string, OptimizerSlot> _slots;

    /// <param name="groups">What it trains.</param>
    /// <param name="learningRate">The rate of groups that have none of their own.</param>
    /// <param name="weightDecay">The weight decay of groups that have none of their own.</param>
    /// <param name="script">
    /// TorchScript of <c>step(parameters, gradients, …, divisor, rate, decay, …)</c>: after the gradients a list of tensors per kind of
    /// <paramref name="state"/>, then what the gradients are divided by, after the decay the <paramref name="options"/>.
    /// </param>
    /// <param name="state">What is kept for each parameter.</param>
    /// <param name="options">Numbers that every step needs, by the names that a group may set its own under.</param>
    /// <exception cref="ArgumentException">A group has an option that this optimizer does not know.</exception>
    private protected FusedOptimizer(
        IReadOnlyList<ParameterGroup> groups,
        double learningRate,
        double weightDecay,
        string script,
        IReadOnlyList<StateTensor> state,
        params (string Name, double Value)[] options)
    {
        (Groups, LearningRate, _weightDecay) = (groups, learningRate, weightDecay);
        _options = [.. groups.Select(group => Options(group, options))];
        _slots = groups.SelectMany(g => g.Parameters).ToDictionary(p => p.Name, p => new OptimizerSlot(p, state), StringComparer.Ordinal);
        _kernel = new OptimizerKernel(script, state.Count, 3 + options.Length);
        _tensors = [.. groups.Select(group => new GroupTensors([.. group.Parameters.Select(p => _slots[p.Name])], state.Count))];
    }

    /// <inheritdoc/>
    public IReadOnlyList<ParameterGroup> Groups { get; }

    /// <inheritdoc/>
    public double LearningRate { get; }

    /// <inheritdoc/>
    public void Step(double rateFactor = 1, double gradientDivisor = 1)
    {
        using DisposeScope scope = NewDisposeScope();
        using var noGrad = no_grad();
        for (int i = 0; i < Groups.Count; i++)
        {
            ParameterGroup group = Groups[i];
            IReadOnlyList<Tensor[]> tensors = _tensors[i].Lists();
            if (tensors.Count == 0) continue;
            _kernel.Step(
                tensors,
                [
                    gradientDivisor, (group.LearningRate ?? LearningRate) * rateFactor, group.WeightDecay ?? _weightDecay, .. _options[i],
                ]);
        }
    }

    /// <inheritdoc/>
    public void ZeroGrad() => Gradients.Forget(Groups);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> State()
    {
        Dictionary<string, Tensor> state = [];
        foreach (OptimizerSlot slot in _slots.Values) slot.SaveTo(state);
        return state;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The state is another optimizer's, another model's, or incomplete.</exception>
    public void Restore(IReadOnlyDictionary<string, Tensor> state)
    {
        using var noGrad = no_grad();
        if (state.Keys.Except(_slots.Values.SelectMany(slot => slot.Names)).FirstOrDefault() is string unknown)
            throw new InvalidDataException($"The optimizer's state holds '{unknown}', which {GetType().Name} over these parameters has no "
                + "use for: another optimizer saved it, or it was saved for another model.");
        foreach (OptimizerSlot slot in _slots.Values) slot.Restore(state);
        foreach (GroupTensors group in _tensors) group.Forget();
    }

    /// <summary>Frees the state; the parameters stay the caller's.</summary>
    public void Dispose()
    {
        foreach (OptimizerSlot slot in _slots.Values) slot.Dispose();
        _kernel.Dispose();
        GC.SuppressFinalize(this);
    }

    private double[] Options(ParameterGroup group, (string Name, double Value)[] options)
    {
        string[] names = [.. options.Select(option => option.Name)];
        if (group.Options.Keys.Except(names).FirstOrDefault() is { } unknown)
        {
            string known = string.Join(", ", (string[])["lr", "weight_decay", .. names]);
            throw new ArgumentException(
                $"A group has the option '{unknown}', which {GetType().Name} does not know. It knows {known}.");
        }
        return [.. options.Select(option => group.Options.GetValueOrDefault(option.Name, option.Value))];
    }
}
