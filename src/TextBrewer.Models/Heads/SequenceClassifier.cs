using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using static TorchSharp.torch;

namespace TextBrewer.Models.Heads;

/// <summary>
/// An encoder with a classifier over the whole sequence: of one label, of several, or a number; checkpoint names as transformers'
/// <c>…ForSequenceClassification</c>.
/// </summary>
public sealed class SequenceClassifier : TaskModel
{
    private readonly SequenceHead _head;
    private readonly bool _narrowsLoss;

    /// <summary>Makes a classifier with random weights: N(0, initializer_range), biases 0, layer norms 1 and 0.</summary>
    /// <param name="config">Its configuration; the labels are in it.</param>
    /// <param name="seed">Decides the weights; null: left to torch's global state.</param>
    public SequenceClassifier(EncoderConfig config, int? seed = null)
        : this(config, Unfilled(config, Architecture.Of(config).Sequence.NeedsPooler(config))) => RandomWeights.Fill(this, config, seed);

    private SequenceClassifier(EncoderConfig config, Encoder encoder)
        : base(config, encoder, readsPooler: Architecture.Of(config).Sequence.NeedsPooler(config))
    {
        _head = new SequenceHead(Architecture.Of(config).Sequence, config, config.NumLabels);
        _head.RegisterIn(register_module);
        _narrowsLoss = config.ProblemType is null && Architecture.Of(config).NarrowsLoss;
    }

    internal override string ClassSuffix => "ForSequenceClassification";

    /// <summary>Makes a head with random weights over an encoder, which may carry others too; the encoder's owner disposes it.</summary>
    /// <param name="encoder">The encoder.</param>
    /// <param name="config">The encoder's configuration, with the labels and the kind of problem.</param>
    /// <param name="seed">Decides the head's weights; null: left to torch's global state.</param>
    /// <exception cref="ArgumentException">The encoder is of another architecture, or has no pooler where the head needs one.</exception>
    public static SequenceClassifier Over(Encoder encoder, EncoderConfig config, int? seed = null)
    {
        SequenceClassifier model = new(config, encoder);
        model.FillHead(seed);
        return model;
    }

    /// <summary>Classifies a batch, logits (batch, labels); arguments as in <see cref="Encoder.Forward"/>.</summary>
    public override HeadOutput Forward(Tensor ids, Tensor mask, Tensor? types = null, EncoderOutputs wanted = EncoderOutputs.None)
    {
        EncoderOutput encoder = Encode(ids, mask, types, wanted);
        return new HeadOutput([_head.Call(encoder, mask, training)], encoder);
    }

    /// <summary>The loss that <c>problem_type</c> prescribes, a scalar.</summary>
    /// <param name="logits">(batch, labels)</param>
    /// <param name="labels">(batch) of indices, those below 0 left out; (batch, labels) of 0 and 1, rows below 0 left out; or (batch) of
    /// values, those that are not a number left out.</param>
    /// <exception cref="InvalidDataException">An index is not below the number of labels.</exception>
    public Tensor Loss(Tensor logits, Tensor labels) => Config.Problem switch
    {
        "regression" => SupervisedLoss.SquaredError(logits.squeeze(-1), labels),
        "multi_label_classification" => SupervisedLoss.BinaryCrossEntropy(logits, labels),
        _ => SupervisedLoss.CrossEntropy(_narrowsLoss ? logits.to(ScalarType.Float32) : logits, labels, Config.NumLabels),
    };
}
