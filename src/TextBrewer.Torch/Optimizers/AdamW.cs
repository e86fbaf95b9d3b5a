namespace TextBrewer.Torch.Optimizers;

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019), as <c>torch.optim.AdamW</c>.</summary>
public sealed class AdamW : FusedOptimizer
{
    /// <summary>Makes an optimizer over groups.</summary>
    /// <param name="groups">What it trains.</param>
    /// <param name="learningRate">The rate of groups that have none of their own.</param>
    /// <param name="beta1">How much of the mean gradient the next step keeps.</param>
    /// <param name="beta2">How much of the mean squared gradient the next step keeps.</param>
    /// <param name="epsilon">Added to the root of the mean square.</param>
    /// <param name="weightDecay">The share of a parameter, times the rate, that a step takes away; of groups that have none of their
    /// own.</param>
    public AdamW(
        IReadOnlyList<ParameterGroup> groups,
        double learningRate,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8,
        double weightDecay = 0.01)
        : base(
            groups,
            learningRate,
            weightDecay,
            AdamKernel.Script("_fused_adamw_"),
            AdamKernel.State,
            ("beta1", beta1),
            ("beta2", beta2),
            ("eps", epsilon))
    {
    }
}
