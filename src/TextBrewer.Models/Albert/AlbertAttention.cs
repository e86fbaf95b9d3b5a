using TextBrewer.Models.Encoders;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TextBrewer.Models.Albert;

/// <summary><c>attention</c>: self-attention and its residual, all under one name.</summary>
internal sealed class AlbertAttention : nn.Module<Tensor, Tensor, OutputCollector, Tensor>
{
    [ComponentName(Name = "query")]
    private readonly Linear _query;

    [ComponentName(Name = "key")]
    private readonly Linear _key;

    [ComponentName(Name = "value")]
    private readonly Linear _value;

    [ComponentName(Name = "dense")]
    private readonly Linear _dense;

    [ComponentName(Name = "LayerNorm")]
    private readonly LayerNorm _norm;

    private readonly MultiHeadAttention _attention;
    private readonly double _dropout;

    internal AlbertAttention(EncoderConfig config) : base("attention")
    {
        int width = config.HiddenSize;
        (_query, _key, _value) = (nn.Linear(width, width), nn.Linear(width, width), nn.Linear(width, width));
        _dense = nn.Linear(width, width);
        _norm = nn.LayerNorm(width, config.LayerNormEps);
        _attention = new MultiHeadAttention(config.NumAttentionHeads, config.AttentionProbsDropoutProb);
        _dropout = config.HiddenDropoutProb;
        RegisterComponents();
    }

    public override Tensor forward(Tensor hidden, Tensor keep, OutputCollector outputs)
    {
        Tensor mixed = _attention.Mix(
            _query.call(hidden),
            _key.call(hidden),
            _value.call(hidden),
            keep,
            training,
            outputs); // (batch, length, width)
        return _norm.call(Dropping.Add(hidden, _dense.call(mixed), _dropout, training)); // (batch, length, width)
    }
}
