using TextBrewer.Models.Encoders;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TextBrewer.Models.Bert;

/// <summary><c>intermediate</c>: the first half of the feed-forward network.</summary>
internal sealed class BertIntermediate : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "dense")]
    private readonly Linear _dense;

    private readonly Func<Tensor, Tensor> _activation;

    internal BertIntermediate(EncoderConfig config) : base("intermediate")
    {
        _dense = nn.Linear(config.HiddenSize, config.IntermediateSize);
        _activation = Activation.Of(config.HiddenAct);
        RegisterComponents();
    }

    public override Tensor forward(Tensor hidden) => _activation(_dense.call(hidden)); // (batch, length, feed-forward)
}
