using TextBrewer.Models.Bert;
using TextBrewer.Models.Encoders;
using TorchSharp;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TextBrewer.Models.MPNet;

/// <summary><c>encoder.layer.{i}</c>: attention with relative positions, and BERT's feed-forward network.</summary>
internal sealed class MPNetLayer : TransformerLayer
{
    [ComponentName(Name = "attention")]
    private readonly MPNetAttention _attention;

    [ComponentName(Name = "intermediate")]
    private readonly BertIntermediate _intermediate;

    [ComponentName(Name = "output")]
    private readonly BertResidual _output;

    internal MPNetLayer(EncoderConfig config, AttentionPositions positions)
    {
        _attention = new MPNetAttention(config, positions);
        _intermediate = new BertIntermediate(config);
        _output = new BertResidual(config.IntermediateSize, config);
        RegisterComponents();
    }

    private protected override Tensor Attend(Tensor hidden, Tensor keep, OutputCollector outputs) =>
        _attention.call(hidden, keep, outputs);

    private protected override Tensor FeedForward(Tensor attended) => _output.call(_intermediate.call(attended), attended);
}
