using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Models.Heads;

/// <summary>A head that gives values for a whole sequence, made of an architecture's parts.</summary>
internal sealed class SequenceHead
{
    private readonly SequenceHeadParts _parts;
    private readonly Linear? _dense;
    private readonly Linear _output;
    private readonly Func<Tensor, Tensor> _activation;
    private readonly double _dropout;

    /// <param name="parts">What it is made of.</param>
    /// <param name="config">The encoder's configuration.</param>
    /// <param name="count">How many values it gives.</param>
    internal SequenceHead(SequenceHeadParts parts, EncoderConfig config, int count)
    {
        _parts = parts;
        if (parts.Dense is not null) _dense = nn.Linear(config.HiddenSize, config.HiddenSize);
        _output = nn.Linear(config.HiddenSize, count);
        _activation = Activation.Of(parts.Activation);
        _dropout = config.ClassifierDropout ?? config.HiddenDropoutProb;
    }

    /// <summary>Registers the layers in the model that the head belongs to, under the names that a checkpoint has.</summary>
    /// <param name="register">The model's own method.</param>
    internal void RegisterIn(Action<string, nn.Module> register)
    {
        NameTree names = [];
        if (_dense is not null) names.Add(_parts.Dense!, _dense);
        names.Add(_parts.Output, _output);
        names.RegisterIn(register, (_, _) => { });
    }

    /// <param name="encoder">What the encoder gave.</param>
    /// <param name="training">Whether dropout acts.</param>
    /// <returns>(batch, values)</returns>
    internal Tensor Call(EncoderOutput encoder, bool training)
    {
        if (_dense is null) return _output.call(Drop(encoder.Pooled!));
        Tensor first = encoder.LastHidden[.., 0]; // (batch, width)
        Tensor inner = _activation(_dense.call(_parts.DropsInput ? Drop(first) : first)); // (batch, width)
        return _output.call(Drop(inner));

        Tensor Drop(Tensor x) => Dropping.Of(x, _dropout, training);
    }
}
