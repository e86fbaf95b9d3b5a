using TextBrewer.Models.Encoders;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TextBrewer.Models.ModernBert;

/// <summary><c>mlp</c>: a gated feed-forward network (GeGLU, Shazeer 2020), the activation of one half times the other.</summary>
internal sealed class ModernBertFeedForward : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "Wi")]
    private readonly Linear _wide;

    [ComponentName(Name = "Wo")]
    private readonly Linear _narrow;

    private readonly Func<Tensor, Tensor> _activation;
    private readonly double _dropout;

    internal ModernBertFeedForward(EncoderConfig config) : base("mlp")
    {
        bool bias = config.OtherFlag("mlp_bias", fallback: false);
        _wide = nn.Linear(config.HiddenSize, 2 * config.IntermediateSize, bias);
        _narrow = nn.Linear(config.IntermediateSize, config.HiddenSize, bias);
        (_activation, _dropout) = (Activation.Of(config.HiddenAct), config.HiddenDropoutProb);
        RegisterComponents();
    }

    public override Tensor forward(Tensor hidden)
    {
        Tensor[] halves = _wide.call(hidden).chunk(2, -1); // two of (batch, length, feed-forward)
        return _narrow.call(Dropping.Of(_activation(halves[0]) * halves[1], _dropout, training)); // (batch, length, width)
    }
}
