using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Optimizers;

/// <summary>
/// An optimizer's step in TorchScript, which reaches PyTorch's fused and <c>_foreach_</c> operators that TorchSharp does not bind, and
/// reads the gradients without a managed object for each. It changes tensors in place.
/// </summary>
internal sealed class OptimizerKernel : IDisposable
{
    private readonly jit.CompilationUnit _unit;

    // Lists to be filled come in from outside: what is written to lists of its own TorchScript takes for dead code.
    private readonly Tensor[][] _empty;

    /// <param name="script">
    /// The function <c>step(parameters, gradients, …)</c> over what has a gradient: a list of tensors per kind of state, then numbers. It
    /// must return a tensor, and end with a newline.
    /// </param>
    /// <param name="kinds">How many kinds of state there are.</param>
    /// <param name="numbers">How many numbers it takes.</param>
    internal OptimizerKernel(string script, int kinds, int numbers)
    {
        _unit = jit.compile(script + WithGradients(kinds, numbers));
        _empty = [.. Enumerable.Repeat<Tensor[]>([], 2 + kinds)];
    }

    /// <summary>Takes a step for the parameters that have a gradient.</summary>
    /// <param name="tensors">All parameters, then a list per kind of state.</param>
    /// <param name="numbers">The numbers.</param>
    internal void Step(IReadOnlyList<Tensor[]> tensors, IEnumerable<double> numbers)
    {
        // Scalars that TorchSharp makes itself could be collected before the native call reads them.
        Scalar[] scalars = [.. numbers.Select(number => (Scalar)number)];
        (_unit.invoke("step_with_gradients", [.. tensors, .. _empty, .. scalars]) as IDisposable)?.Dispose();
        foreach (Scalar scalar in scalars) scalar.Dispose();
    }

    public void Dispose() => _unit.Dispose();

    // TorchScript has no lists of lists to hand over, so the function is written for as many as there are.
    private static string WithGradients(int kinds, int numbers)
    {
        string[] states = [.. Enumerable.Range(0, kinds).Select(i => $"states{i}")];
        string[] scalars = [.. Enumerable.Range(0, numbers).Select(i => $"number{i}")];
        string lists = string.Concat(states.Select(state => $", {state}: List[Tensor]"));
        string usedLists = string.Concat(states.Select(state => $", {state}_used: List[Tensor]"));
        string floats = string.Concat(scalars.Select(scalar => $", {scalar}: float"));
        string append = string.Concat(states.Select(state => $"            {state}_used.append({state}[i])\n"));
        string used = string.Concat(states.Select(state => $", {state}_used").Concat(scalars.Select(scalar => $", {scalar}")));
        return $"""

            def step_with_gradients(
                parameters: List[Tensor]{lists}, used: List[Tensor], gradients: List[Tensor]{usedLists}{floats}
            ) -> Tensor:
                for i in range(len(parameters)):
                    gradient = parameters[i].grad
                    if gradient.numel() > 0:
                        used.append(parameters[i])
                        gradients.append(gradient)
            {append}    if len(used) == 0:
                    return torch.zeros([])
                return step(used, gradients{used})

            """;
    }
}
