using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Benchmarks.Plain;

/// <summary>A layer of BERT from torch's own modules.</summary>
internal sealed class PlainLayer : nn.Module<Tensor, Tensor, (Tensor Hidden, Tensor Attention)>
{
    private readonly PlainAttention attention;
    private readonly Linear attended, wide, narrow;
    private readonly LayerNorm attendedNorm, norm;
    private readonly Dropout dropout;

    private readonly bool _frees;

    internal PlainLayer(int width, int intermediate, int heads, double epsilon, double drop, bool frees) : base("layer")
    {
        _frees = frees;
        attention = new PlainAttention(width, heads, drop);
        (attended, wide, narrow) = (nn.Linear(width, width), nn.Linear(width, intermediate), nn.Linear(intermediate, width));
        (attendedNorm, norm) = (nn.LayerNorm(width, epsilon), nn.LayerNorm(width, epsilon));
        dropout = nn.Dropout(drop);
        RegisterComponents();
    }

    /// <param name="hidden">(batch, length, width)</param>
    /// <param name="mask">(batch, 1, 1, length)</param>
    public override (Tensor Hidden, Tensor Attention) forward(Tensor hidden, Tensor mask)
    {
        if (!_frees) return Run(hidden, mask);
        using DisposeScope scope = NewDisposeScope();
        (Tensor result, Tensor probabilities) = Run(hidden, mask);
        return (result.MoveToOuterDisposeScope(), probabilities.MoveToOuterDisposeScope());
    }

    private (Tensor Hidden, Tensor Attention) Run(Tensor hidden, Tensor mask)
    {
        (Tensor mixed, Tensor probabilities) = attention.call(hidden, mask);
        Tensor first = attendedNorm.call(dropout.call(attended.call(mixed)) + hidden); // (batch, length, width)
        Tensor inner = nn.functional.gelu(wide.call(first)); // (batch, length, feed-forward)
        return (norm.call(dropout.call(narrow.call(inner)) + first), probabilities); // (batch, length, width)
    }
}
