using TextBrewer.Torch.Precision;
using TextBrewer.Torch.Randomness;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Recomputing;

/// <summary>A part of a model between its forward pass and its backward pass: how it is computed, and where it began.</summary>
/// <param name="compute">(input, constants) → outputs.</param>
/// <param name="constants">What it reads beside its input.</param>
internal sealed class RecomputedSegment(
    Func<Tensor, IReadOnlyList<Tensor>, IReadOnlyList<Tensor>> compute,
    IReadOnlyList<Tensor> constants)
{
    private readonly bool _isMixed = Autocast.IsOn;
    private RandomPoint? _point;

    /// <summary>Computes the outputs.</summary>
    /// <returns>The outputs, and what <see cref="Again"/> wants beside the input.</returns>
    internal (IReadOnlyList<Tensor> Outputs, IReadOnlyList<Tensor> Kept) First(Tensor input)
    {
        _point = RandomPoint.Here(input.device);
        return (compute(input, constants), [_point.State, .. constants]);
    }

    /// <summary>Computes the same outputs once more: with the same random numbers, in the same precision.</summary>
    internal IReadOnlyList<Tensor> Again(Tensor input, IReadOnlyList<Tensor> kept) =>
        _point!.Again(kept[0], () => _isMixed
            ? Autocast.Run(() => compute(input, [.. kept.Skip(1)]), keepsWeights: false)
            : Autocast.Without(() => compute(input, [.. kept.Skip(1)])));
}
