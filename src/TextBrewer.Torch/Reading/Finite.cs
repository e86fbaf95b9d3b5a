using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Reading;

/// <summary>Whether tensors hold numbers alone, no NaN and no infinity.</summary>
public static class Finite
{
    /// <summary>Looks at all elements, in one read.</summary>
    /// <param name="tensors">Tensors of any shape and type, all on one device.</param>
    public static bool All(IReadOnlyList<Tensor> tensors)
    {
        if (tensors.Count == 0) return true;
        using DisposeScope scope = NewDisposeScope();
        using var noGrad = no_grad();
        return ReadBack.Number(stack([.. tensors.Select(tensor => tensor.isfinite().all())]).all()) == 1;
    }
}
