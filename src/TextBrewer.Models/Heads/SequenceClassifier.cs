using TextBrewer.Models.Bert;
using TextBrewer.Models.Pretrained;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TextBrewer.Models.Heads;

/// <summary>BERT with a classifier over the pooled first position; checkpoint names as transformers' <c>BertForSequenceClassification</c>.</summary>
public sealed class SequenceClassifier : nn.Module
{
    [ComponentName(Name = "bert")]
    private readonly BertModel _bert;

    [ComponentName(Name = "classifier")]
    private readonly Linear _classifier;

    /// <summary>Makes a classifier with random weights: N(0, initializer_range), biases 0, layer norms 1 and 0.</summary>
    /// <param name="config">Its configuration; the labels are in it.</param>
    /// <param name="seed">Decides the weights; null: left to torch's global state.</param>
    public SequenceClassifier(BertConfig config, int? seed = null) : base("classifier")
    {
        Config = config;
        _bert = BertModel.Unfilled(config);
        _classifier = nn.Linear(config.HiddenSize, config.NumLabels);
        RegisterComponents();
        RandomWeights.Fill(this, config, seed);
    }

    /// <summary>A view of an encoder and a head that belong to another module.</summary>
    internal SequenceClassifier(BertConfig config, BertModel bert, Linear classifier) : base("classifier")
    {
        (Config, _bert, _classifier) = (config, bert, classifier);
        RegisterComponents();
    }

    /// <summary>Its configuration.</summary>
    public BertConfig Config { get; }

    /// <summary>Classifies a batch; arguments as in <see cref="BertModel.Forward"/>.</summary>
    public SequenceOutput Forward(Tensor ids, Tensor mask, Tensor? types = null, EncoderOutputs wanted = EncoderOutputs.None)
    {
        EncoderOutput encoder = _bert.Forward(ids, mask, types, wanted);
        Tensor pooled = nn.functional.dropout(encoder.Pooled!, Config.ClassifierDropout ?? Config.HiddenDropoutProb, training); // (batch, width)
        return new SequenceOutput(_classifier.call(pooled), encoder);
    }

    /// <summary>The loss that <c>problem_type</c> prescribes, a scalar.</summary>
    /// <param name="logits">(batch, labels)</param>
    /// <param name="labels">(batch) of indices, those below 0 left out; (batch, labels) of 0 and 1; or (batch) of values.</param>
    /// <exception cref="InvalidDataException">An index is not below the number of labels.</exception>
    public Tensor Loss(Tensor logits, Tensor labels) => (Config.ProblemType ?? (Config.NumLabels == 1 ? "regression" : "single_label_classification")) switch
    {
        "regression" => nn.functional.mse_loss(logits.squeeze(-1), labels.to(logits.dtype)),
        "multi_label_classification" => nn.functional.binary_cross_entropy_with_logits(logits, labels.to(logits.dtype)),
        _ => LabelledCrossEntropy.Compute(logits, labels, Config.NumLabels),
    };
}
