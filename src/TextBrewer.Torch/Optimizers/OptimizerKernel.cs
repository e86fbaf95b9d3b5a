using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Optimizers;

/// <summary>
/// A function <c>step</c> in TorchScript, which reaches PyTorch's fused and <c>_foreach_</c> operators that TorchSharp does not bind.
/// It changes tensors in place and returns one of them, because a TorchScript function that TorchSharp calls must return something.
/// </summary>
/// <param name="script">The function; it must end with a newline.</param>
internal sealed class OptimizerKernel(string script) : IDisposable
{
    private readonly jit.CompilationUnit _unit = jit.compile(script);

    internal void Step(IEnumerable<Tensor[]> tensors, IEnumerable<double> numbers)
    {
        // Scalars that TorchSharp makes itself could be collected before the native call reads them.
        Scalar[] scalars = [.. numbers.Select(number => (Scalar)number)];
        (_unit.invoke("step", [.. tensors, .. scalars]) as IDisposable)?.Dispose();
        foreach (Scalar scalar in scalars) scalar.Dispose();
    }

    public void Dispose() => _unit.Dispose();
}
