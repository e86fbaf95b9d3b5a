namespace TextBrewer.Torch.Optimizers;

/// <summary>How PyTorch's fused kernels of the Adam family are called: they differ in what weight decay is added to.</summary>
internal static class AdamKernel
{
    /// <summary>What the kernels keep of each parameter.</summary>
    internal static StateTensor[] State => [StateTensor.Like("exp_avg"), StateTensor.Like("exp_avg_sq"), StateTensor.Count("step")];

    /// <summary>The step of a kernel.</summary>
    internal static string Script(string kernel) => GradientScale.Script + $"""
        def step(
            parameters: List[Tensor], gradients: List[Tensor], means: List[Tensor], squares: List[Tensor], steps: List[Tensor],
            divisor: float, rate: float, decay: float, beta1: float, beta2: float, epsilon: float
        ) -> Tensor:
            most: List[Tensor] = []
            torch._foreach_add_(steps, 1)
            torch.{kernel}(
                parameters, gradients, means, squares, most, steps,
                lr=rate, beta1=beta1, beta2=beta2, weight_decay=decay, eps=epsilon, amsgrad=False, maximize=False,
                grad_scale=scale_of(divisor, parameters[0])
            )
            return steps[0]

        """;
}
