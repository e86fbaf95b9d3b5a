using TextBrewer.Torch.Reading;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Optimizers;

/// <summary>The norm of all gradients together.</summary>
public sealed class GradientNorm : IDisposable
{
    // One call for all gradients, and none of them gets a managed object. On an accelerator the branch would wait for the device.
    // The list of gradients comes in empty: what is written to a list of its own TorchScript takes for dead code. An absent gradient is a
    // tensor without elements to it, and 7 is the number of float64, whose name it knows only in Python.
    private const string Script = """
        def norm(parameters: List[Tensor], gradients: List[Tensor], most: float, waits: bool) -> Tensor:
            for parameter in parameters:
                gradient = parameter.grad
                if gradient.numel() > 0:
                    gradients.append(gradient)
            if len(gradients) == 0:
                return torch.zeros([], dtype=7)
            norms: List[Tensor] = []
            for each in torch._foreach_norm(gradients):
                norms.append(each.to(7))
            total = torch.linalg_vector_norm(torch.stack(norms))
            if most > 0.0:
                if waits:
                    torch._foreach_mul_(gradients, torch.clamp(most / (total + 1e-6), max=1.0))
                else:
                    factor = most / (float(total) + 1e-6)
                    if factor < 1.0:
                        torch._foreach_mul_(gradients, factor)
            return total

        """;

    private readonly Tensor[] _parameters;
    private readonly bool _waits;
    private readonly jit.CompilationUnit _unit = jit.compile(Script);

    /// <param name="parameters">Whose gradients; those without one are skipped.</param>
    public GradientNorm(IReadOnlyList<Parameter> parameters)
    {
        _parameters = [.. parameters];
        _waits = parameters.Any(parameter => parameter.device_type != DeviceType.CPU);
    }

    /// <summary>Scales the gradients by min(1, max / (norm + 1e-6)), as PyTorch does.</summary>
    /// <param name="max">The limit; 0 or less only measures.</param>
    /// <returns>The norm before clipping, a float64 scalar that nobody has read yet.</returns>
    public Tensor Clip(double max)
    {
        using var noGrad = no_grad();
        using Scalar limit = max, waits = _waits;
        return (Tensor)_unit.invoke("norm", _parameters, Array.Empty<Tensor>(), limit, waits);
    }

    /// <summary>Frees the function; the parameters stay the caller's.</summary>
    public void Dispose() => _unit.Dispose();
}
