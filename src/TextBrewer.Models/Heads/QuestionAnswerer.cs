using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Models.Heads;

/// <summary>
/// An encoder with two values for every position: how well an answer starts there, how well it ends there; checkpoint names as
/// transformers' <c>…ForQuestionAnswering</c>.
/// </summary>
public sealed class QuestionAnswerer : TaskModel
{
    private readonly HeadLayers _head;

    /// <summary>Makes a model with random weights: N(0, initializer_range), biases 0, layer norms 1 and 0.</summary>
    /// <param name="config">Its configuration.</param>
    /// <param name="seed">Decides the weights; null: left to torch's global state.</param>
    public QuestionAnswerer(EncoderConfig config, int? seed = null) : this(config, Unfilled(config, pooler: false)) =>
        RandomWeights.Fill(this, config, seed);

    private QuestionAnswerer(EncoderConfig config, Encoder encoder) : base(config, encoder)
    {
        _head = new HeadLayers(Architecture.Of(config).Answer, config, 2);
        _head.RegisterIn(register_module);
    }

    internal override string ClassSuffix => "ForQuestionAnswering";

    /// <summary>Makes a head with random weights over an encoder, which may carry others too; the encoder's owner disposes it.</summary>
    /// <param name="encoder">The encoder.</param>
    /// <param name="config">The encoder's configuration.</param>
    /// <param name="seed">Decides the head's weights; null: left to torch's global state.</param>
    /// <exception cref="ArgumentException">The encoder is of another architecture.</exception>
    public static QuestionAnswerer Over(Encoder encoder, EncoderConfig config, int? seed = null)
    {
        QuestionAnswerer model = new(config, encoder);
        model.FillHead(seed);
        return model;
    }

    /// <summary>
    /// Raw logits of starts and of ends, (batch, length) each, padding and question included; arguments as in
    /// <see cref="Encoder.Forward"/>.
    /// </summary>
    public override HeadOutput Forward(Tensor ids, Tensor mask, Tensor? types = null, EncoderOutputs wanted = EncoderOutputs.None)
    {
        EncoderOutput encoder = Encode(ids, mask, types, wanted);
        Tensor both = _head.Call(encoder.LastHidden, training); // (batch, length, 2)
        return new HeadOutput([both[.., .., 0].contiguous(), both[.., .., 1].contiguous()], encoder);
    }

    /// <summary>The mean of the cross entropies of start and end over all positions, a scalar.</summary>
    /// <param name="startLogits">(batch, length)</param>
    /// <param name="endLogits">(batch, length)</param>
    /// <param name="starts">(batch) of positions; those below 0 or beyond the sequence are left out.</param>
    /// <param name="ends">(batch) of positions; those below 0 or beyond the sequence are left out.</param>
    public static Tensor Loss(Tensor startLogits, Tensor endLogits, Tensor starts, Tensor ends) =>
        (Of(startLogits, starts) + Of(endLogits, ends)) / 2;

    private static Tensor Of(Tensor logits, Tensor positions) =>
        SupervisedLoss.CrossEntropy(logits, positions.masked_fill(positions.ge(logits.shape[1]), -1), logits.shape[1], "Position");
}
