using TextBrewer.Models.Encoders;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TextBrewer.Models.DistilBert;

/// <summary><c>transformer</c>: the stack of layers.</summary>
internal sealed class DistilBertTransformer : nn.Module<Tensor, Tensor, OutputCollector, Tensor>
{
    [ComponentName(Name = "layer")]
    private readonly ModuleList<DistilBertLayer> _layers;

    internal DistilBertTransformer(EncoderConfig config) : base("transformer")
    {
        _layers = nn.ModuleList([.. Enumerable.Range(0, config.NumHiddenLayers).Select(_ => new DistilBertLayer(config))]);
        RegisterComponents();
    }

    public override Tensor forward(Tensor hidden, Tensor keep, OutputCollector outputs)
    {
        outputs.AddHidden(hidden);
        foreach (DistilBertLayer layer in _layers)
        {
            hidden = layer.call(hidden, keep, outputs); // (batch, length, width)
            outputs.AddHidden(hidden);
        }
        return hidden;
    }
}
