using TextBrewer.Models.Encoders;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TextBrewer.Models.DistilBert;

/// <summary><c>transformer.layer.{i}</c>: attention and feed-forward network, each with its residual.</summary>
internal sealed class DistilBertLayer : TransformerLayer
{
    [ComponentName(Name = "attention")]
    private readonly SelfAttention _attention;

    [ComponentName(Name = "sa_layer_norm")]
    private readonly LayerNorm _attentionNorm;

    [ComponentName(Name = "ffn")]
    private readonly DistilBertFeedForward _feedForward;

    [ComponentName(Name = "output_layer_norm")]
    private readonly LayerNorm _outputNorm;

    internal DistilBertLayer(EncoderConfig config)
    {
        _attention = new SelfAttention(config, "q_lin", "k_lin", "v_lin", "out_lin");
        _attentionNorm = nn.LayerNorm(config.HiddenSize, config.LayerNormEps);
        _feedForward = new DistilBertFeedForward(config);
        _outputNorm = nn.LayerNorm(config.HiddenSize, config.LayerNormEps);
        RegisterComponents();
    }

    private protected override Tensor Attend(Tensor hidden, Tensor keep, OutputCollector outputs) =>
        _attentionNorm.call(_attention.call(hidden, keep, outputs) + hidden);

    private protected override Tensor FeedForward(Tensor attended) => _outputNorm.call(_feedForward.call(attended) + attended);
}
