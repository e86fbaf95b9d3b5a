using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Models.Heads;

/// <summary>The layers of a head, made of an architecture's parts.</summary>
internal sealed class HeadLayers
{
    private readonly HeadParts _parts;
    private readonly Linear? _dense;
    private readonly LayerNorm? _norm;
    private readonly Linear _output;
    private readonly Func<Tensor, Tensor> _activation;
    private readonly double _inputDropout, _dropout;

    /// <param name="parts">What it is made of.</param>
    /// <param name="config">The encoder's configuration.</param>
    /// <param name="count">How many values it gives.</param>
    internal HeadLayers(HeadParts parts, EncoderConfig config, int count)
    {
        _parts = parts;
        if (parts.Dense is not null) _dense = nn.Linear(config.HiddenSize, config.HiddenSize, parts.HasDenseBias(config));
        if (parts.Norm is not null) _norm = nn.LayerNorm(config.HiddenSize, config.LayerNormEps, bias: parts.HasNormBias(config));
        _output = nn.Linear(config.HiddenSize, count);
        _activation = Activation.Of(parts.Activation(config));
        (_inputDropout, _dropout) = (parts.InputDropout(config), parts.Dropout(config));
    }

    /// <summary>Registers the layers in the model that the head belongs to, under the names that a checkpoint has.</summary>
    /// <param name="register">The model's own method.</param>
    internal void RegisterIn(Action<string, nn.Module> register)
    {
        NameTree names = [];
        if (_dense is not null) names.Add(_parts.Dense!, _dense);
        if (_norm is not null) names.Add(_parts.Norm!, _norm);
        names.Add(_parts.Output, _output);
        names.RegisterIn(register, (_, _) => { });
    }

    /// <param name="x">(…, width)</param>
    /// <param name="training">Whether dropout acts.</param>
    /// <returns>(…, values)</returns>
    internal Tensor Call(Tensor x, bool training)
    {
        if (_dense is not null) x = _activation(_dense.call(Dropping.Of(x, _inputDropout, training)));
        if (_norm is not null) x = _norm.call(x);
        return _output.call(Dropping.Of(x, _dropout, training));
    }
}
