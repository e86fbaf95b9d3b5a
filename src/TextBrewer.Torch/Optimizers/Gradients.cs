using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Optimizers;

/// <summary>The gradients of all groups together.</summary>
internal static class Gradients
{
    /// <summary>Divides the gradients, in place.</summary>
    internal static void Divide(IReadOnlyList<ParameterGroup> groups, double divisor)
    {
        if (divisor == 1) return;
        using var noGrad = no_grad();
        using Scalar scalar = divisor;
        foreach (ParameterGroup group in groups)
            foreach (NamedParameter parameter in group.Parameters)
            {
                using Tensor? gradient = parameter.Value.grad;
                gradient?.div_(scalar);
            }
    }

    /// <summary>Takes the gradients away. Zeros in their place would still decay a parameter that the next step does not use.</summary>
    internal static void Forget(IReadOnlyList<ParameterGroup> groups)
    {
        foreach (ParameterGroup group in groups)
            foreach (NamedParameter parameter in group.Parameters)
                parameter.Value.grad = null;
    }
}
