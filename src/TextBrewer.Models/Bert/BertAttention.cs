using TextBrewer.Models.Encoders;
using TorchSharp;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TextBrewer.Models.Bert;

/// <summary><c>attention</c>: self-attention and its residual.</summary>
internal sealed class BertAttention : nn.Module<Tensor, Tensor, OutputCollector, Tensor>
{
    [ComponentName(Name = "self")]
    private readonly SelfAttention _self;

    [ComponentName(Name = "output")]
    private readonly BertResidual _output;

    /// <param name="config">The encoder's configuration.</param>
    /// <param name="self">The attention, under <c>self</c>.</param>
    internal BertAttention(EncoderConfig config, SelfAttention self) : base("attention")
    {
        _self = self;
        _output = new BertResidual(config.HiddenSize, config);
        RegisterComponents();
    }

    public override Tensor forward(Tensor hidden, Tensor keep, OutputCollector outputs) =>
        _output.call(_self.call(hidden, keep, outputs), hidden); // (batch, length, width)
}
