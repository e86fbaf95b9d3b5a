using TextBrewer.Torch.Randomness;
using static TorchSharp.torch;

namespace TextBrewer.Models.Encoders;

/// <summary>Dropout (Srivastava et al. 2014), alone or with what follows it in the same pass over memory.</summary>
internal static class Dropping
{
    /// <summary>Elements of <paramref name="x"/>, each 0 with probability <paramref name="p"/>, the others divided by 1 − p.</summary>
    internal static Tensor Of(Tensor x, double p, bool training)
    {
        if (!training || p == 0) return x;
        return DropoutMask.Serves(x) ? x * DropoutMask.Of(x.shape, p, x.dtype) : nn.functional.dropout(x, p);
    }

    /// <summary>A residual and what was dropped out of a layer's output.</summary>
    internal static Tensor Add(Tensor residual, Tensor x, double p, bool training)
    {
        if (!training || p == 0) return x + residual;
        return DropoutMask.Serves(x)
            ? residual.addcmul(x, DropoutMask.Of(x.shape, p, residual.dtype), 1)
            : nn.functional.dropout(x, p) + residual;
    }
}
