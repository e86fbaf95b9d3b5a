using static TorchSharp.torch;

namespace TextBrewer.Torch.Optimizers;

/// <summary>The gradients of all groups together.</summary>
internal static class Gradients
{
    /// <summary>Takes the gradients away. Zeros in their place would still decay a parameter that the next step does not use.</summary>
    internal static void Forget(IReadOnlyList<ParameterGroup> groups)
    {
        foreach (ParameterGroup group in groups)
            foreach (NamedParameter parameter in group.Parameters)
                parameter.Value.grad = null;
    }
}
