using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Models.Encoders;

/// <summary>
/// A layer of a transformer (Vaswani et al. 2017): attention, then the feed-forward network, each with residual and normalisation. What its
/// parts are called is an architecture's own.
/// </summary>
internal abstract class TransformerLayer() : nn.Module<Tensor, Tensor, OutputCollector, Tensor>("layer")
{
    /// <param name="hidden">(batch, length, width)</param>
    /// <param name="keep">(batch, 1, 1, length), true at real positions.</param>
    /// <param name="outputs">Collects what was asked for.</param>
    public override Tensor forward(Tensor hidden, Tensor keep, OutputCollector outputs)
    {
        // What the next layer does not need goes at once; with gradients, autograd keeps what it needs itself.
        using DisposeScope scope = NewDisposeScope();
        Tensor attended = Attend(hidden, keep, outputs); // (batch, length, width)
        Tensor result = FeedForward(attended); // (batch, length, width)
        outputs.MoveLayerToOuterScope();
        return result.MoveToOuterDisposeScope();
    }

    /// <summary>Attention, its residual and its normalisation, (batch, length, width).</summary>
    private protected abstract Tensor Attend(Tensor hidden, Tensor keep, OutputCollector outputs);

    /// <summary>The feed-forward network, its residual and its normalisation, (batch, length, width).</summary>
    private protected abstract Tensor FeedForward(Tensor attended);
}
