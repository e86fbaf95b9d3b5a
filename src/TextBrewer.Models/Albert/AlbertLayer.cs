using TextBrewer.Models.Encoders;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TextBrewer.Models.Albert;

/// <summary><c>albert_layers.0</c>: attention and feed-forward network, of whose output nothing is dropped.</summary>
internal sealed class AlbertLayer : TransformerLayer
{
    [ComponentName(Name = "full_layer_layer_norm")]
    private readonly LayerNorm _norm;

    [ComponentName(Name = "attention")]
    private readonly AlbertAttention _attention;

    [ComponentName(Name = "ffn")]
    private readonly Linear _wide;

    [ComponentName(Name = "ffn_output")]
    private readonly Linear _narrow;

    private readonly Func<Tensor, Tensor> _activation;

    internal AlbertLayer(EncoderConfig config)
    {
        _norm = nn.LayerNorm(config.HiddenSize, config.LayerNormEps);
        _attention = new AlbertAttention(config);
        _wide = nn.Linear(config.HiddenSize, config.IntermediateSize);
        _narrow = nn.Linear(config.IntermediateSize, config.HiddenSize);
        _activation = Activation.Of(config.HiddenAct);
        RegisterComponents();
    }

    private protected override Tensor Attend(Tensor hidden, Tensor keep, OutputCollector outputs) =>
        _attention.call(hidden, keep, outputs);

    private protected override Tensor FeedForward(Tensor attended) =>
        _norm.call(_narrow.call(_activation(_wide.call(attended))) + attended);
}
