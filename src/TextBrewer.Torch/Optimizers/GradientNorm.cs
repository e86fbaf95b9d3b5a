using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Optimizers;

/// <summary>The norm of all gradients together.</summary>
public static class GradientNorm
{
    /// <summary>Scales the gradients by min(1, max / (norm + 1e-6)), as PyTorch does.</summary>
    /// <param name="parameters">Whose gradients; those without one are skipped.</param>
    /// <param name="max">The limit; 0 or less only measures.</param>
    /// <returns>The norm before clipping.</returns>
    public static double Clip(IReadOnlyList<Parameter> parameters, double max)
    {
        using DisposeScope scope = NewDisposeScope();
        using var noGrad = no_grad();
        Tensor[] gradients = [.. parameters.Select(p => p.grad).OfType<Tensor>()];
        if (gradients.Length == 0) return 0;
        double norm = linalg.vector_norm(stack([.. gradients.Select(g => linalg.vector_norm(g).to(ScalarType.Float64))])).item<double>();
        double factor = max / (norm + 1e-6);
        if (max > 0 && factor < 1) foreach (Tensor gradient in gradients) gradient.mul_(factor);
        return norm;
    }
}
