using TextBrewer.Models.Encoders;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TextBrewer.Models.DistilBert;

/// <summary><c>transformer.layer.{i}</c>: attention and feed-forward network, each with its residual.</summary>
internal sealed class DistilBertLayer : nn.Module<Tensor, Tensor, OutputCollector, Tensor>
{
    [ComponentName(Name = "attention")]
    private readonly DistilBertAttention _attention;

    [ComponentName(Name = "sa_layer_norm")]
    private readonly LayerNorm _attentionNorm;

    [ComponentName(Name = "ffn")]
    private readonly DistilBertFeedForward _feedForward;

    [ComponentName(Name = "output_layer_norm")]
    private readonly LayerNorm _outputNorm;

    internal DistilBertLayer(EncoderConfig config) : base("layer")
    {
        _attention = new DistilBertAttention(config);
        _attentionNorm = nn.LayerNorm(config.HiddenSize, config.LayerNormEps);
        _feedForward = new DistilBertFeedForward(config);
        _outputNorm = nn.LayerNorm(config.HiddenSize, config.LayerNormEps);
        RegisterComponents();
    }

    public override Tensor forward(Tensor hidden, Tensor keep, OutputCollector outputs)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor attended = _attentionNorm.call(_attention.call(hidden, keep, outputs) + hidden); // (batch, length, width)
        Tensor result = _outputNorm.call(_feedForward.call(attended) + attended); // (batch, length, width)
        outputs.MoveLayerToOuterScope();
        return result.MoveToOuterDisposeScope();
    }
}
