namespace TextBrewer.Torch.Optimizers;

/// <summary>
/// The optimizer that BERT was trained with (Devlin et al. 2019): decoupled weight decay, no correction of the moments' bias:
/// p −= rate · (m / (√v + ε) + decay · p).
/// </summary>
public sealed class BertAdam : FusedOptimizer
{
    private const string Script = """
        def step(
            parameters: List[Tensor], gradients: List[Tensor], means: List[Tensor], squares: List[Tensor],
            divisor: float, rate: float, decay: float, beta1: float, beta2: float, epsilon: float
        ) -> Tensor:
            torch._foreach_mul_(means, beta1)
            torch._foreach_add_(means, gradients, alpha=(1.0 - beta1) / divisor)
            torch._foreach_mul_(squares, beta2)
            torch._foreach_addcmul_(squares, gradients, gradients, (1.0 - beta2) / (divisor * divisor))
            roots = torch._foreach_sqrt(squares)
            torch._foreach_add_(roots, epsilon)
            updates = torch._foreach_div(means, roots)
            torch._foreach_add_(updates, parameters, alpha=decay)
            torch._foreach_add_(parameters, updates, alpha=-rate)
            return parameters[0]

        """;

    /// <summary>Makes an optimizer over groups.</summary>
    /// <param name="groups">What it trains.</param>
    /// <param name="learningRate">The rate of groups that have none of their own.</param>
    /// <param name="beta1">How much of the mean gradient the next step keeps.</param>
    /// <param name="beta2">How much of the mean squared gradient the next step keeps.</param>
    /// <param name="epsilon">Added to the root of the mean square.</param>
    /// <param name="weightDecay">The share of a parameter, times the rate, that a step takes away; of groups that have none of their
    /// own.</param>
    public BertAdam(
        IReadOnlyList<ParameterGroup> groups,
        double learningRate,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-6,
        double weightDecay = 0.01)
        : base(
            groups,
            learningRate,
            weightDecay,
            Script,
            [StateTensor.Like("exp_avg"), StateTensor.Like("exp_avg_sq")],
            ("beta1", beta1),
            ("beta2", beta2),
            ("eps", epsilon))
    {
    }
}
