using TextBrewer.Models.Encoders;
using TorchSharp;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TextBrewer.Models.Bert;

/// <summary><c>encoder.layer.{i}</c>: attention and feed-forward network.</summary>
internal sealed class BertLayer : nn.Module<Tensor, Tensor, OutputCollector, Tensor>
{
    [ComponentName(Name = "attention")]
    private readonly BertAttention _attention;

    [ComponentName(Name = "intermediate")]
    private readonly BertIntermediate _intermediate;

    [ComponentName(Name = "output")]
    private readonly BertResidual _output;

    internal BertLayer(EncoderConfig config) : base("layer")
    {
        _attention = new BertAttention(config);
        _intermediate = new BertIntermediate(config);
        _output = new BertResidual(config.IntermediateSize, config);
        RegisterComponents();
    }

    public override Tensor forward(Tensor hidden, Tensor keep, OutputCollector outputs)
    {
        // What the next layer does not need goes at once; with gradients, autograd keeps what it needs itself.
        using DisposeScope scope = NewDisposeScope();
        Tensor attended = _attention.call(hidden, keep, outputs); // (batch, length, width)
        Tensor result = _output.call(_intermediate.call(attended), attended); // (batch, length, width)
        outputs.MoveLayerToOuterScope();
        return result.MoveToOuterDisposeScope();
    }
}
