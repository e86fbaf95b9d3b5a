using TextBrewer.Models.Encoders;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TextBrewer.Models.DistilBert;

/// <summary><c>ffn</c>: the feed-forward network.</summary>
internal sealed class DistilBertFeedForward : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "lin1")]
    private readonly Linear _wide;

    [ComponentName(Name = "lin2")]
    private readonly Linear _narrow;

    private readonly Func<Tensor, Tensor> _activation;
    private readonly double _dropout;

    internal DistilBertFeedForward(EncoderConfig config) : base("ffn")
    {
        _wide = nn.Linear(config.HiddenSize, config.IntermediateSize);
        _narrow = nn.Linear(config.IntermediateSize, config.HiddenSize);
        (_activation, _dropout) = (Activation.Of(config.HiddenAct), config.HiddenDropoutProb);
        RegisterComponents();
    }

    public override Tensor forward(Tensor hidden) => // (batch, length, width)
        Dropping.Of(_narrow.call(_activation(_wide.call(hidden))), _dropout, training);
}
