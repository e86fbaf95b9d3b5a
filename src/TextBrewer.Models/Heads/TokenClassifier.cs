using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Models.Heads;

/// <summary>
/// An encoder with a classifier over every position; checkpoint names as transformers' <c>…ForTokenClassification</c>, which has no pooler.
/// </summary>
public sealed class TokenClassifier : TaskModel
{
    private readonly HeadLayers _head;

    /// <summary>Makes a classifier with random weights: N(0, initializer_range), biases 0, layer norms 1 and 0.</summary>
    /// <param name="config">Its configuration; the labels are in it.</param>
    /// <param name="seed">Decides the weights; null: left to torch's global state.</param>
    public TokenClassifier(EncoderConfig config, int? seed = null) : this(config, Unfilled(config, pooler: false)) =>
        RandomWeights.Fill(this, config, seed);

    private TokenClassifier(EncoderConfig config, Encoder encoder) : base(config, encoder)
    {
        _head = new HeadLayers(Architecture.Of(config).Token, config, config.NumLabels);
        _head.RegisterIn(register_module);
    }

    internal override string ClassSuffix => "ForTokenClassification";

    /// <summary>Makes a head with random weights over an encoder, which may carry others too; the encoder's owner disposes it.</summary>
    /// <param name="encoder">The encoder.</param>
    /// <param name="config">The encoder's configuration, with the labels.</param>
    /// <param name="seed">Decides the head's weights; null: left to torch's global state.</param>
    /// <exception cref="ArgumentException">The encoder is of another architecture.</exception>
    public static TokenClassifier Over(Encoder encoder, EncoderConfig config, int? seed = null)
    {
        TokenClassifier model = new(config, encoder);
        model.FillHead(seed);
        return model;
    }

    /// <summary>
    /// Classifies every position of a batch, logits (batch, length, labels); arguments as in <see cref="Encoder.Forward"/>.
    /// </summary>
    public override HeadOutput Forward(Tensor ids, Tensor mask, Tensor? types = null, EncoderOutputs wanted = EncoderOutputs.None)
    {
        EncoderOutput encoder = Encode(ids, mask, types, wanted);
        return new HeadOutput([_head.Call(encoder.LastHidden, training)], encoder);
    }

    /// <summary>Mean cross entropy over the labelled positions, a scalar; 0 where there is none.</summary>
    /// <param name="logits">(batch, length, labels)</param>
    /// <param name="labels">(batch, length) of indices; those below 0 are left out.</param>
    /// <exception cref="InvalidDataException">An index is not below the number of labels.</exception>
    public Tensor Loss(Tensor logits, Tensor labels) =>
        SupervisedLoss.CrossEntropy(logits.flatten(0, 1), labels.flatten(), Config.NumLabels);
}
