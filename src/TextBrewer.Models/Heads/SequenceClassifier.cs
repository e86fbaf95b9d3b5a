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

    /// <summary>Makes a classifier with random weights: N(0, initializer_range), biases 0, layer norms 1 and 0.</summary>
    /// <param name="config">Its configuration; the labels are in it.</param>
    /// <param name="seed">Decides the weights; null: left to torch's global state.</param>
    public SequenceClassifier(EncoderConfig config, int? seed = null)
        : this(
            config,
            Unfilled(config, Architecture.Of(config).Sequence.NeedsPooler),
            new SequenceHead(Architecture.Of(config).Sequence, config, config.NumLabels)) =>
        RandomWeights.Fill(this, config, seed);

    /// <summary>A classifier over an encoder and a head, which may belong to another module.</summary>
    internal SequenceClassifier(EncoderConfig config, Encoder encoder, SequenceHead head) : base(config, encoder)
    {
        _head = head;
        head.RegisterIn(register_module);
    }

    internal override string ClassSuffix => "ForSequenceClassification";

    /// <summary>Classifies a batch, logits (batch, labels); arguments as in <see cref="Encoder.Forward"/>.</summary>
    public override HeadOutput Forward(Tensor ids, Tensor mask, Tensor? types = null, EncoderOutputs wanted = EncoderOutputs.None)
    {
        EncoderOutput encoder = Encode(ids, mask, types, wanted);
        return new HeadOutput([_head.Call(encoder, training)], encoder);
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
        _ => SupervisedLoss.CrossEntropy(logits, labels, Config.NumLabels),
    };
}
