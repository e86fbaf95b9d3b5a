using TextBrewer.Models.Encoders;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TextBrewer.Models.MPNet;

/// <summary><c>attention</c>: self-attention with relative positions, and its residual.</summary>
internal sealed class MPNetAttention : nn.Module<Tensor, Tensor, OutputCollector, Tensor>
{
    [ComponentName(Name = "attn")]
    private readonly SelfAttention _self;

    [ComponentName(Name = "LayerNorm")]
    private readonly LayerNorm _norm;

    private readonly double _dropout;

    internal MPNetAttention(EncoderConfig config, AttentionPositions positions) : base("attention")
    {
        _self = new SelfAttention(config, "q", "k", "v", "o", (_, _) => positions);
        _norm = nn.LayerNorm(config.HiddenSize, config.LayerNormEps);
        _dropout = config.HiddenDropoutProb;
        RegisterComponents();
    }

    public override Tensor forward(Tensor hidden, Tensor keep, OutputCollector outputs) =>
        _norm.call(Dropping.Add(hidden, _self.call(hidden, keep, outputs), _dropout, training)); // (batch, length, width)
}
