using TextBrewer.Models.Encoders;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TextBrewer.Models.Bert;

/// <summary><c>encoder</c>: the stack of layers.</summary>
internal sealed class BertEncoder : nn.Module<Tensor, Tensor, OutputCollector, Tensor>
{
    [ComponentName(Name = "layer")]
    private readonly ModuleList<BertLayer> _layers;

    internal BertEncoder(EncoderConfig config) : base("encoder")
    {
        _layers = nn.ModuleList([.. Enumerable.Range(0, config.NumHiddenLayers).Select(_ => new BertLayer(config))]);
        RegisterComponents();
    }

    public override Tensor forward(Tensor hidden, Tensor keep, OutputCollector outputs)
    {
        outputs.AddHidden(hidden);
        foreach (BertLayer layer in _layers)
        {
            hidden = layer.call(hidden, keep, outputs); // (batch, length, width)
            outputs.AddHidden(hidden);
        }
        return hidden;
    }
}
