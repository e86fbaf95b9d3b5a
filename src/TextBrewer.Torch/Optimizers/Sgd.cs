namespace TextBrewer.Torch.Optimizers;

/// <summary>
/// Stochastic gradient descent with momentum and weight decay as an L2 penalty, as <c>torch.optim.SGD</c> without dampening.
/// </summary>
public sealed class Sgd : FusedOptimizer
{
    // A momentum that begins at 0 makes the first step that PyTorch makes with the gradient itself, as long as there is no dampening.
    private const string Momentum = GradientScale.Script + """
        def step(
            parameters: List[Tensor], gradients: List[Tensor], momenta: List[Tensor],
            divisor: float, rate: float, decay: float, momentum: float, nesterov: float
        ) -> Tensor:
            none: List[Tensor] = []
            torch._fused_sgd_(
                parameters, gradients, momenta if momentum != 0.0 else none,
                weight_decay=decay, momentum=momentum, lr=rate, dampening=0.0, nesterov=nesterov > 0.0, maximize=False, is_first_step=False,
                grad_scale=scale_of(divisor, parameters[0])
            )
            return parameters[0]

        """;

    private const string MomentumName = "momentum";

    private const string Plain = GradientScale.Script + """
        def step(parameters: List[Tensor], gradients: List[Tensor], divisor: float, rate: float, decay: float, momentum: float) -> Tensor:
            none: List[Tensor] = []
            torch._fused_sgd_(
                parameters, gradients, none,
                weight_decay=decay, momentum=0.0, lr=rate, dampening=0.0, nesterov=False, maximize=False, is_first_step=False,
                grad_scale=scale_of(divisor, parameters[0])
            )
            return parameters[0]

        """;

    /// <summary>Makes an optimizer over groups.</summary>
    /// <param name="groups">What it trains.</param>
    /// <param name="learningRate">The rate of groups that have none of their own.</param>
    /// <param name="momentum">How much of the last step's direction the next one keeps; 0: nothing, and no state.</param>
    /// <param name="nesterov">Whether the gradient looks one momentum ahead (Sutskever et al. 2013).</param>
    /// <param name="weightDecay">How much of a parameter is added to its gradient; of groups that have none of their own.</param>
    /// <exception cref="ArgumentException">Nesterov's form without a momentum.</exception>
    public Sgd(
        IReadOnlyList<ParameterGroup> groups,
        double learningRate,
        double momentum = 0,
        bool nesterov = false,
        double weightDecay = 0)
        : this(groups, learningRate, momentum, nesterov, weightDecay, Remembers(groups, momentum))
    {
        if (nesterov && momentum == 0) throw new ArgumentException("Nesterov's form of SGD needs a momentum above 0.", nameof(nesterov));
    }

    // A momentum buffer is there where any group has a momentum; the kernel refuses it where a group has none.
    private Sgd(
        IReadOnlyList<ParameterGroup> groups,
        double learningRate,
        double momentum,
        bool nesterov,
        double weightDecay,
        bool remembers)
        : base(
            groups,
            learningRate,
            weightDecay,
            remembers ? Momentum : Plain,
            remembers ? [StateTensor.Like("momentum_buffer")] : [],
            remembers ? [(MomentumName, momentum), ("nesterov", nesterov ? 1 : 0)] : [(MomentumName, 0)])
    {
    }

    private static bool Remembers(IReadOnlyList<ParameterGroup> groups, double momentum) =>
        groups.Any(group => group.Options.GetValueOrDefault(MomentumName, momentum) != 0);
}
