namespace TextBrewer.Torch.Optimizers;

/// <summary>Adam (Kingma and Ba 2015) with weight decay as an L2 penalty, as <c>torch.optim.Adam</c>.</summary>
public sealed class Adam : FusedOptimizer
{
    /// <summary>Makes an optimizer over groups.</summary>
    /// <param name="groups">What it trains.</param>
    /// <param name="learningRate">The rate of groups that have none of their own.</param>
    /// <param name="beta1">How much of the mean gradient the next step keeps.</param>
    /// <param name="beta2">How much of the mean squared gradient the next step keeps.</param>
    /// <param name="epsilon">Added to the root of the mean square.</param>
    /// <param name="weightDecay">How much of a parameter is added to its gradient; of groups that have none of their own.</param>
    public Adam(
        IReadOnlyList<ParameterGroup> groups,
        double learningRate,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8,
        double weightDecay = 0)
        : base(
            groups,
            learningRate,
            weightDecay,
            AdamKernel.Script("_fused_adam_"),
            AdamKernel.State,
            ("beta1", beta1),
            ("beta2", beta2),
            ("eps", epsilon))
    {
    }
}
