using TextBrewer.Models.Encoders;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TextBrewer.Models.Bert;

/// <summary><c>attention.output</c> and <c>output</c>: dense, dropout, residual, normalisation.</summary>
internal sealed class BertResidual : nn.Module<Tensor, Tensor, Tensor>
{
    [ComponentName(Name = "dense")]
    private readonly Linear _dense;

    [ComponentName(Name = "LayerNorm")]
    private readonly LayerNorm _norm;

    private readonly double _dropout;

    internal BertResidual(int widthIn, EncoderConfig config) : base("output")
    {
        _dense = nn.Linear(widthIn, config.HiddenSize);
        _norm = nn.LayerNorm(config.HiddenSize, config.LayerNormEps);
        _dropout = config.HiddenDropoutProb;
        RegisterComponents();
    }

    public override Tensor forward(Tensor x, Tensor residual) => // (batch, length, width in), (batch, length, width)
        _norm.call(Dropping.Add(residual, _dense.call(x), _dropout, training));
}
