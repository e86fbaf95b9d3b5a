using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Optimizers;

/// <summary>A parameter with the state tensors that its optimizer keeps for it, from its first gradient on.</summary>
internal sealed class OptimizerSlot(NamedParameter parameter, IReadOnlyList<StateTensor> kinds) : IDisposable
{
    private Tensor[]? _state;

    internal Parameter Parameter => parameter.Value;

    /// <summary>One tensor per kind; none before the first gradient.</summary>
    internal Tensor[] State => _state ?? [];

    /// <summary>Makes the state where there is a gradient, or was one before.</summary>
    /// <returns>Whether there is a state.</returns>
    internal bool Begins()
    {
        if (_state is not null) return true;
        using Tensor? gradient = Parameter.grad;
        if (gradient is null) return false;
        Make();
        return true;
    }

    /// <summary>The names of the state tensors in a saved state, one per kind.</summary>
    internal string[] Names { get; } = [.. kinds.Select(kind => $"{kind.Name}.{parameter.Name}")];

    internal void SaveTo(Dictionary<string, Tensor> state)
    {
        for (int i = 0; i < _state?.Length; i++) state[Names[i]] = _state[i];
    }

    /// <summary>Takes over what a saved state holds for this parameter; where that is nothing, there was no gradient yet.</summary>
    internal void Restore(IReadOnlyDictionary<string, Tensor> state)
    {
        Dispose();
        string[] missing = [.. Names.Where(name => !state.ContainsKey(name))];
        if (missing.Length == Names.Length) return;
        if (missing.Length > 0)
            throw new InvalidDataException($"The optimizer's state has no '{missing[0]}': it is incomplete, or another optimizer saved "
                + "it.");
        Make();
        for (int i = 0; i < Names.Length; i++)
        {
            Tensor saved = state[Names[i]];
            // copy_ would broadcast a wrong shape silently.
            if (!saved.shape.SequenceEqual(State[i].shape))
                throw new InvalidDataException($"'{Names[i]}' in the optimizer's state has the shape ({string.Join(", ", saved.shape)}), "
                    + $"and its parameter needs ({string.Join(", ", State[i].shape)}): the state was saved for another model.");
            State[i].copy_(saved);
        }
    }

    public void Dispose()
    {
        foreach (Tensor tensor in _state ?? []) tensor.Dispose();
        _state = null;
    }

    private void Make() => _state = [.. kinds.Select(kind => kind.Begin(Parameter).DetachFromDisposeScope())];
}
