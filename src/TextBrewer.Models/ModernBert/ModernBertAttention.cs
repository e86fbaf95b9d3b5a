using TextBrewer.Models.Encoders;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TextBrewer.Models.ModernBert;

/// <summary><c>attn</c>: queries, keys and values from one product, attention, an output layer.</summary>
internal sealed class ModernBertAttention : nn.Module<Tensor, Tensor, OutputCollector, Tensor>
{
    [ComponentName(Name = "Wqkv")]
    private readonly Linear _all;

    [ComponentName(Name = "Wo")]
    private readonly Linear _output;

    private readonly MultiHeadAttention _attention;
    private readonly double _dropout;

    internal ModernBertAttention(EncoderConfig config, AttentionPositions positions) : base("attn")
    {
        bool bias = config.OtherFlag("attention_bias", fallback: false);
        _all = nn.Linear(config.HiddenSize, 3 * config.HiddenSize, bias);
        _output = nn.Linear(config.HiddenSize, config.HiddenSize, bias);
        _dropout = config.AttentionProbsDropoutProb;
        _attention = new MultiHeadAttention(config.NumAttentionHeads, _dropout, positions);
        RegisterComponents();
    }

    public override Tensor forward(Tensor hidden, Tensor keep, OutputCollector outputs)
    {
        Tensor[] parts = _all.call(hidden).chunk(3, -1); // three of (batch, length, width)
        Tensor mixed = _attention.Mix(parts[0], parts[1], parts[2], keep, training, outputs); // (batch, length, width)
        return Dropping.Of(_output.call(mixed), _dropout, training); // (batch, length, width)
    }
}
