using static TorchSharp.torch;

namespace TextBrewer.Torch.Optimizers;

/// <summary>
/// The tensors of a group that a step needs, as lists that stay the same from step to step: those of parameters that have had a gradient.
/// The kernel skips the ones that have none in a step.
/// </summary>
/// <param name="slots">The group's parameters with their state.</param>
/// <param name="kinds">How many kinds of state there are.</param>
internal sealed class GroupTensors(IReadOnlyList<OptimizerSlot> slots, int kinds)
{
    private readonly List<OptimizerSlot> _waiting = [.. slots];
    private Tensor[][] _lists = [];

    /// <summary>The parameters, then their state, kind by kind; empty: none has had a gradient.</summary>
    internal IReadOnlyList<Tensor[]> Lists()
    {
        if (_waiting.RemoveAll(slot => slot.Begins()) > 0) _lists = Collect();
        return _lists;
    }

    /// <summary>The state has become another one.</summary>
    internal void Forget()
    {
        _waiting.Clear();
        _waiting.AddRange(slots);
        _lists = [];
    }

    private Tensor[][] Collect()
    {
        OptimizerSlot[] begun = [.. slots.Except(_waiting)];
        IEnumerable<Tensor[]> states = Enumerable.Range(0, kinds).Select(kind => begun.Select(slot => slot.State[kind]).ToArray());
        return [[.. begun.Select(slot => slot.Parameter)], .. states];
    }
}
