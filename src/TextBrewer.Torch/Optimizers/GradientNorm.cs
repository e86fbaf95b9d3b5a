using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Optimizers;

/// <summary>The norm of all gradients together, and what it makes of a limit.</summary>
public sealed class GradientNorm : IDisposable
{
    // One call for all gradients, and none of them gets a managed object. Row by row, because torch takes a norm over the last dimension on
    // all threads and one over a whole tensor on a single one, in few sums that lose four digits over millions of numbers.
    // The list of norms comes in empty: what is written to a list of its own TorchScript takes for dead code. An absent gradient is a
    // tensor without elements to it, and 7 is the number of float64, whose name it knows only in Python.
    private const string Script = """
        def norm(parameters: List[Tensor], norms: List[Tensor]) -> Tensor:
            for parameter in parameters:
                gradient = parameter.grad
                if gradient.numel() > 0:
                    norms.append(torch.linalg_vector_norm(gradient, dim=[-1]).view(-1))
            if len(norms) == 0:
                return torch.zeros([], dtype=7)
            return torch.linalg_vector_norm(torch.cat(norms), dtype=7)

        """;

    private readonly Tensor[] _parameters;
    private readonly jit.CompilationUnit _unit = jit.compile(Script);

    /// <param name="parameters">Whose gradients; those without one are skipped.</param>
    public GradientNorm(IReadOnlyList<Parameter> parameters) => _parameters = [.. parameters];

    /// <summary>What gradients of a norm are divided by, so that it is a limit at most: max(1, (norm + 1e-6) / limit), as PyTorch clips
    /// them.</summary>
    /// <param name="norm">The norm, a number.</param>
    /// <param name="limit">The limit; 0 or less: there is none.</param>
    /// <returns>1, or a number above it that float32 has: that is what torch's fused optimizers take.</returns>
    public static double Divisor(double norm, double limit) => limit > 0 ? Math.Max(1, (float)((norm + 1e-6) / limit)) : 1;

    /// <summary>The norm, a float64 scalar that nobody has read yet.</summary>
    public Tensor Measure()
    {
        using var noGrad = no_grad();
        return (Tensor)_unit.invoke("norm", _parameters, Array.Empty<Tensor>());
    }

    /// <summary>Frees the function; the parameters stay the caller's.</summary>
    public void Dispose() => _unit.Dispose();
}
