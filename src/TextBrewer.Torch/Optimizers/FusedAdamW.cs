using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Optimizers;

/// <summary>Reaches PyTorch's <c>_fused_adamw_</c>, which TorchSharp does not bind, through a line of TorchScript. It updates in place.</summary>
internal sealed class FusedAdamW : IDisposable
{
    // The script must end with a newline.
    private const string Script = """
        def step(parameters: List[Tensor], gradients: List[Tensor], means: List[Tensor], squares: List[Tensor], steps: List[Tensor], rate: float, beta1: float, beta2: float, decay: float, epsilon: float) -> Tensor:
            most: List[Tensor] = []
            torch._foreach_add_(steps, 1)
            torch._fused_adamw_(parameters, gradients, means, squares, most, steps, lr=rate, beta1=beta1, beta2=beta2, weight_decay=decay, eps=epsilon, amsgrad=False, maximize=False)
            return steps[0]

        """;

    private readonly jit.CompilationUnit _unit = jit.compile(Script);

    internal void Step(
        Tensor[] parameters, Tensor[] gradients, Tensor[] means, Tensor[] squares, Tensor[] steps,
        double rate, double beta1, double beta2, double decay, double epsilon) =>
        (_unit.invoke("step", parameters, gradients, means, squares, steps, rate, beta1, beta2, decay, epsilon) as IDisposable)?.Dispose();

    public void Dispose() => _unit.Dispose();
}
