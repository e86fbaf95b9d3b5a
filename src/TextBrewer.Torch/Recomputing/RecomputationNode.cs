using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Recomputing;

/// <summary>A part of a model in torch's graph of gradients: its backward computes the part anew, and goes back through that.</summary>
internal sealed class RecomputationNode : autograd.MultiTensorFunction<RecomputationNode>
{
    internal const long AnchorSize = 2;

    private const string Segment = "segment";

    [ThreadStatic]
    private static Tensor? _returned;

    /// <inheritdoc/>
    public override string Name => nameof(Recomputation);

    /// <param name="ctx">Keeps what the backward pass needs.</param>
    /// <param name="vars">The input, something that wants gradients, the <see cref="RecomputedSegment"/>.</param>
    public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
    {
        (Tensor input, RecomputedSegment segment) = ((Tensor)vars[0], (RecomputedSegment)vars[2]);
        (IReadOnlyList<Tensor> outputs, IReadOnlyList<Tensor> kept) = segment.First(input);
        ctx.set_materialize_grads(false);
        ctx.save_data(Segment, segment);
        ctx.save_for_backward([input, .. kept]);
        return [input, .. outputs];
    }

    /// <param name="ctx">What was kept.</param>
    /// <param name="grad_outputs">Gradients of the input's other readers and of the outputs; invalid where nothing reads one.</param>
    public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        // Torch takes its own hold of a gradient after this method has ended: the last one can go now.
        _returned?.Dispose();
        try
        {
            _returned = Gradient(ctx, grad_outputs);
        }
        catch (Exception exception)
        {
            // Nothing may be thrown through native code. A gradient that fits no argument ends the backward pass there.
            Recomputation.Fail(exception);
            _returned = zeros([]);
            return [_returned, _returned, null!];
        }
        finally
        {
            foreach (Tensor gradient in grad_outputs) Discard(gradient);
        }
        return [_returned!, null!, null!];
    }

    private static Tensor? Gradient(autograd.AutogradContext ctx, List<Tensor> gradients)
    {
        using DisposeScope scope = NewDisposeScope();
        using var grad = enable_grad();
        List<Tensor> kept = ctx.get_saved_variables();
        Tensor input = kept[0].detach().requires_grad_(kept[0].requires_grad);
        IReadOnlyList<Tensor> outputs = ((RecomputedSegment)ctx.get_data(Segment)).Again(input, kept[1..]);
        (Tensor Output, Tensor Gradient)[] roots =
            [.. outputs.Prepend(input).Zip(gradients).Where(pair => !pair.Second.IsInvalid && pair.First.requires_grad)];
        // What others had to say about the input is there first, and what the part says is added to it.
        if (roots.Length > 0) autograd.backward([.. roots.Select(root => root.Output)], [.. roots.Select(root => root.Gradient)]);
        return input.grad?.MoveToOuterDisposeScope();
    }

    private static void Discard(Tensor gradient)
    {
        if (gradient.IsInvalid) Interlocked.Decrement(ref Count(null));
        gradient.Dispose();
    }

    // TorchSharp 0.107 counts a tensor for a gradient that is not there, and does not count it down when that one is disposed.
    [UnsafeAccessor(UnsafeAccessorKind.StaticField, Name = "_totalCount")]
    private static extern ref long Count(Tensor? tensor);
}
