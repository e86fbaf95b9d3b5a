using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Recomputing;

/// <summary>
/// Gradient checkpointing (Chen et al. 2016): between the forward and the backward pass a part of a model keeps its input alone, and its
/// backward computes it anew. Less memory for about a third more time.
/// </summary>
public static class Recomputation
{
    [ThreadStatic]
    private static bool _isRunning;

    [ThreadStatic]
    private static ExceptionDispatchInfo? _failure;

    /// <summary>Whether this thread is inside a part that will be computed anew: what is captured there has no gradients.</summary>
    public static bool IsRunning => _isRunning;

    /// <summary>Computes a part of a model, of which only the input is kept until the backward pass.</summary>
    /// <param name="module">The part, whose parameters get gradients.</param>
    /// <param name="input">What it reads, and what may want gradients.</param>
    /// <param name="constants">What else it reads, without gradients.</param>
    /// <param name="compute">
    /// (input, constants) → outputs: a function of these, of the module's weights and of torch's random numbers alone, for it is called
    /// twice.
    /// </param>
    /// <returns>
    /// The input, for whatever reads it besides this part: then gradients are added in the order that they have without recomputation, and
    /// are the same to the last bit. And the outputs. Where nothing wants gradients both are simply what was given and computed.
    /// </returns>
    public static (Tensor Input, IReadOnlyList<Tensor> Outputs) Run(
        nn.Module module,
        Tensor input,
        IReadOnlyList<Tensor> constants,
        Func<Tensor, IReadOnlyList<Tensor>, IReadOnlyList<Tensor>> compute)
    {
        bool wantsGradients = is_grad_enabled()
            && (input.requires_grad || module.parameters().Any(parameter => parameter.requires_grad));
        if (!wantsGradients) return (input, compute(input, constants));
        // What TorchSharp makes beside the outputs, empty tensors of their size among it, goes at once.
        using DisposeScope scope = NewDisposeScope();
        // Parameters are no arguments, and without an argument that wants gradients torch would go by.
        Tensor anchor = input.requires_grad ? input : zeros(RecomputationNode.AnchorSize, requires_grad: true);
        bool before = _isRunning;
        _isRunning = true;
        try
        {
            List<Tensor> all = RecomputationNode.apply(input, anchor, new RecomputedSegment(compute, constants));
            foreach (Tensor tensor in all) tensor.MoveToOuterDisposeScope();
            return (all[0], all[1..]);
        }
        finally
        {
            _isRunning = before;
        }
    }

    /// <summary><c>loss.backward()</c>, which throws what a part threw when it was computed anew.</summary>
    public static void Backward(Tensor loss)
    {
        _failure = null;
        try
        {
            loss.backward();
        }
        catch (ExternalException) when (_failure is { } failure)
        {
            _failure = null;
            failure.Throw();
        }
    }

    /// <summary>Keeps what a part threw: it cannot be thrown through the native code between it and <see cref="Backward"/>.</summary>
    internal static void Fail(Exception exception) => _failure = ExceptionDispatchInfo.Capture(exception);
}
