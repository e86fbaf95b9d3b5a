using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using static TorchSharp.torch;

namespace TextBrewer.Models.Heads;

/// <summary>A head that gives values for a whole sequence, made of an architecture's parts.</summary>
internal sealed class SequenceHead
{
    private readonly SequenceSource _source;
    private readonly HeadLayers _layers;

    /// <param name="parts">What it is made of.</param>
    /// <param name="config">The encoder's configuration.</param>
    /// <param name="count">How many values it gives.</param>
    internal SequenceHead(HeadParts parts, EncoderConfig config, int count) =>
        (_source, _layers) = (parts.Source(config), new HeadLayers(parts, config, count));

    /// <summary>Registers the layers in the model that the head belongs to, under the names that a checkpoint has.</summary>
    /// <param name="register">The model's own method.</param>
    internal void RegisterIn(Action<string, nn.Module> register) => _layers.RegisterIn(register);

    /// <param name="encoder">What the encoder gave.</param>
    /// <param name="mask">1 at real positions, (batch, length).</param>
    /// <param name="training">Whether dropout acts.</param>
    /// <returns>(batch, values)</returns>
    internal Tensor Call(EncoderOutput encoder, Tensor mask, bool training) => _layers.Call(
        _source switch
        {
            SequenceSource.Pooler => encoder.Pooled!,
            SequenceSource.First => encoder.LastHidden[.., 0],
            _ => Mean(encoder.LastHidden, mask),
        }, // (batch, width)
        training);

    private static Tensor Mean(Tensor hidden, Tensor mask)
    {
        Tensor real = mask.unsqueeze(-1).to(hidden.dtype); // (batch, length, 1)
        return (hidden * real).sum(1) / real.sum(1); // (batch, width)
    }
}
