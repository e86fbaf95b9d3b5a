using static TorchSharp.torch;

namespace TextBrewer.Torch.Optimizers;

/// <summary>The gradients of all groups together.</summary>
internal static class Gradients
{
    /// <summary>Takes the gradients away. Zeros in their place would still decay a parameter that the next step does not use.</summary>
    internal static void Forget(IReadOnlyList<ParameterGroup> groups)
    {
        foreach (NamedParameter parameter in groups.SelectMany(g => g.Parameters))
        {
            using Tensor? gradient = parameter.Value.grad;
            if (gradient is not null) parameter.Value.grad = null;
        }
    }
}
