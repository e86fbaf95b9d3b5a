using TextBrewer.Models.Encoders;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TextBrewer.Models.Bert;

/// <summary><c>encoder.layer.{i}</c>: attention and feed-forward network.</summary>
internal sealed class BertLayer : TransformerLayer
{
    [ComponentName(Name = "attention")]
    private readonly BertAttention _attention;

    [ComponentName(Name = "intermediate")]
    private readonly BertIntermediate _intermediate;

    [ComponentName(Name = "output")]
    private readonly BertResidual _output;

    internal BertLayer(EncoderConfig config) : this(config, new SelfAttention(config, "query", "key", "value"))
    {
    }

    /// <param name="config">The encoder's configuration.</param>
    /// <param name="self">The layer's attention.</param>
    internal BertLayer(EncoderConfig config, SelfAttention self)
    {
        _attention = new BertAttention(config, self);
        _intermediate = new BertIntermediate(config);
        _output = new BertResidual(config.IntermediateSize, config);
        RegisterComponents();
    }

    private protected override Tensor Attend(Tensor hidden, Tensor keep, OutputCollector outputs) =>
        _attention.call(hidden, keep, outputs);

    private protected override Tensor FeedForward(Tensor attended) => _output.call(_intermediate.call(attended), attended);
}
