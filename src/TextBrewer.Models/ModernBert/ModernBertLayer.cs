using TextBrewer.Models.Encoders;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TextBrewer.Models.ModernBert;

/// <summary>
/// <c>layers.{i}</c>: attention and feed-forward network, each normalised before and added to what it read. The first layer's input is
/// normalised already.
/// </summary>
internal sealed class ModernBertLayer : TransformerLayer
{
    [ComponentName(Name = "attn_norm")]
    private readonly LayerNorm? _attentionNorm;

    [ComponentName(Name = "attn")]
    private readonly ModernBertAttention _attention;

    [ComponentName(Name = "mlp_norm")]
    private readonly LayerNorm _feedForwardNorm;

    [ComponentName(Name = "mlp")]
    private readonly ModernBertFeedForward _feedForward;

    /// <param name="config">The encoder's configuration.</param>
    /// <param name="positions">How its attention knows of positions.</param>
    /// <param name="isFirst">Whether it is the first layer.</param>
    internal ModernBertLayer(EncoderConfig config, AttentionPositions positions, bool isFirst)
    {
        if (!isFirst) _attentionNorm = ModernBertModel.Norm(config);
        _attention = new ModernBertAttention(config, positions);
        _feedForwardNorm = ModernBertModel.Norm(config);
        _feedForward = new ModernBertFeedForward(config);
        RegisterComponents();
    }

    private protected override Tensor Attend(Tensor hidden, Tensor keep, OutputCollector outputs) =>
        hidden + _attention.call(_attentionNorm?.call(hidden) ?? hidden, keep, outputs);

    private protected override Tensor FeedForward(Tensor attended) => attended + _feedForward.call(_feedForwardNorm.call(attended));
}
