using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Optimizers;

/// <summary>
/// Lets an optimizer of TorchSharp's own train: the schedule scales the rate of each of its groups, and its state is one tensor of bytes.
/// </summary>
/// <remarks>
/// Everything but the rates comes back with a restored state, the options (momentum, betas) included. Those optimizers have state from the
/// beginning, and cost several native calls per parameter and step.
/// </remarks>
public sealed class TorchSharpOptimizer : IOptimizer
{
    private const string Name = "torchsharp";

    private readonly OptimizerHelper _optimizer;
    private readonly (optim.ILearningRateController Group, double Rate)[] _rates;
    private Tensor? _saved;

    /// <summary>Makes an optimizer over groups.</summary>
    /// <param name="groups">What it trains.</param>
    /// <param name="make">
    /// Makes TorchSharp's optimizer, with the groups' own options where it heeds them:
    /// <c>groups => torch.optim.RMSProp(groups.SelectMany(g => g.Parameters).Select(p => p.Value), 1e-3)</c>. It is disposed with this one.
    /// </param>
    /// <exception cref="ArgumentException">The optimizer does not train exactly the parameters of the groups.</exception>
    public TorchSharpOptimizer(IReadOnlyList<ParameterGroup> groups, Func<IReadOnlyList<ParameterGroup>, OptimizerHelper> make)
    {
        Groups = groups;
        _optimizer = make(groups);
        _rates = [.. _optimizer.ParamGroups.Select(g => (g, g.LearningRate))];
        HashSet<IntPtr> wanted = [.. groups.SelectMany(g => g.Parameters).Select(p => p.Value.Handle)];
        HashSet<IntPtr> given = [.. _optimizer.parameters().Select(p => p.Handle)];
        if (wanted.SetEquals(given)) return;
        _optimizer.Dispose();
        throw new ArgumentException($"{_optimizer.GetType().Name} trains {given.Count(wanted.Contains)} of the {wanted.Count} parameters "
            + $"of the groups, and {given.Except(wanted).Count()} others: make it over all groups that the factory is "
            + "given.", nameof(make));
    }

    /// <inheritdoc/>
    public IReadOnlyList<ParameterGroup> Groups { get; }

    /// <summary>The rate that the factory gave the first group.</summary>
    public double LearningRate => _rates.Length == 0 ? 0 : _rates[0].Rate;

    /// <inheritdoc/>
    public void Step(double rateFactor = 1, double gradientDivisor = 1)
    {
        Gradients.Divide(Groups, gradientDivisor);
        foreach ((optim.ILearningRateController group, double rate) in _rates) group.LearningRate = rate * rateFactor;
        _optimizer.step()?.Dispose();
    }

    // TorchSharp's zero_grad writes zeros instead.
    /// <inheritdoc/>
    public void ZeroGrad() => Gradients.Forget(Groups);

    /// <summary>One tensor (bytes) of the type uint8 in TorchSharp's own format, valid until the next call; at most 2 GiB.</summary>
    public IReadOnlyDictionary<string, Tensor> State()
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        _optimizer.save_state_dict(writer);
        writer.Flush();
        _saved?.Dispose();
        _saved = tensor(stream.ToArray(), dtype: ScalarType.Byte).DetachFromDisposeScope(); // (bytes)
        return new Dictionary<string, Tensor> { [Name] = _saved };
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The state is another optimizer's, another model's, or cut off.</exception>
    public void Restore(IReadOnlyDictionary<string, Tensor> state)
    {
        if (!state.TryGetValue(Name, out Tensor? saved))
            throw new InvalidDataException($"The optimizer's state holds no '{Name}': another optimizer saved it, not "
                + $"{_optimizer.GetType().Name} of TorchSharp.");
        using DisposeScope scope = NewDisposeScope();
        using BinaryReader reader = new(new MemoryStream(saved.cpu().data<byte>().ToArray()));
        HashSet<IDisposable> before = [.. scope.DisposablesView];
        try
        {
            _optimizer.load_state_dict(reader);
        }
        catch (Exception error) when (error is ArgumentException or EndOfStreamException or InvalidDataException)
        {
            throw new InvalidDataException($"The optimizer's state does not fit {_optimizer.GetType().Name} over these parameters: "
                + $"{error.Message}", error);
        }
        // TorchSharp makes the tensors of a state that had none in the caller's scope, which would take them away.
        scope.Detach(scope.DisposablesView.Where(made => !before.Contains(made)));
    }

    /// <summary>Frees the state; the parameters stay the caller's.</summary>
    public void Dispose()
    {
        _saved?.Dispose();
        _optimizer.Dispose();
    }
}
