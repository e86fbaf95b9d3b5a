using static TorchSharp.torch;

namespace TextBrewer.Torch.Optimizers;

/// <summary>Parameters with and without weight decay.</summary>
public static class DecayGroups
{
    /// <summary>
    /// Two groups: matrices with the optimizer's weight decay; biases and layer norms, all of one dimension, without. Frozen parameters,
    /// which take no gradients, are in neither.
    /// </summary>
    public static IReadOnlyList<ParameterGroup> Split(nn.Module module)
    {
        ILookup<bool, NamedParameter> byRank = module.named_parameters()
            .Where(p => p.parameter.requires_grad)
            .ToLookup(p => p.parameter.dim() > 1, p => new NamedParameter(p.name, p.parameter));
        return [new([.. byRank[true]]), new([.. byRank[false]]) { WeightDecay = 0 }];
    }
}
