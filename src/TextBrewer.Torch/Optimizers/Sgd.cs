namespace TextBrewer.Torch.Optimizers;

/// <summary>
/// Stochastic gradient descent with momentum and weight decay as an L2 penalty, as <c>torch.optim.SGD</c> without dampening.
/// </summary>
public sealed class Sgd : FusedOptimizer
{
    // A momentum that begins at 0 makes the first step that PyTorch makes with the gradient itself, as long as there is no dampening.
    private const string Momentum = """
        def step(parameters: List[Tensor], gradients: List[Tensor], momenta: List[Tensor], rate: float, decay: float, momentum: float, nesterov: float) -> Tensor:
            torch._fused_sgd_(parameters, gradients, momenta, weight_decay=decay, momentum=momentum, lr=rate, dampening=0.0, nesterov=nesterov > 0.0, maximize=False, is_first_step=False)
            return parameters[0]

        """;

    private const string Plain = """
        def step(parameters: List[Tensor], gradients: List[Tensor], rate: float, decay: float) -> Tensor:
            none: List[Tensor] = []
            torch._fused_sgd_(parameters, gradients, none, weight_decay=decay, momentum=0.0, lr=rate, dampening=0.0, nesterov=False, maximize=False, is_first_step=False)
            return parameters[0]

        """;

    /// <summary>Makes an optimizer over groups.</summary>
    /// <param name="groups">What it trains.</param>
    /// <param name="learningRate">The rate of groups that have none of their own.</param>
    /// <param name="momentum">How much of the last step's direction the next one keeps; 0: nothing, and no state.</param>
    /// <param name="nesterov">Whether the gradient looks one momentum ahead (Sutskever et al. 2013).</param>
    /// <param name="weightDecay">How much of a parameter is added to its gradient; of groups that have none of their own.</param>
    /// <exception cref="ArgumentException">Nesterov's form without a momentum.</exception>
    public Sgd(IReadOnlyList<ParameterGroup> groups, double learningRate, double momentum = 0, bool nesterov = false, double weightDecay = 0)
        : base(groups, learningRate, weightDecay, momentum == 0 ? Plain : Momentum, momentum == 0 ? [] : [StateTensor.Like("momentum_buffer")], momentum == 0 ? [] : [momentum, nesterov ? 1 : 0])
    {
        if (nesterov && momentum == 0) throw new ArgumentException("Nesterov's form of SGD needs a momentum above 0.", nameof(nesterov));
    }
}
