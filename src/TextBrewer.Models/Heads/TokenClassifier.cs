using TextBrewer.Models.Bert;
using TextBrewer.Models.Pretrained;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TextBrewer.Models.Heads;

/// <summary>BERT with a classifier over every position; checkpoint names as transformers' <c>BertForTokenClassification</c>, which has no pooler.</summary>
public sealed class TokenClassifier : nn.Module
{
    [ComponentName(Name = "bert")]
    private readonly BertModel _bert;

    [ComponentName(Name = "classifier")]
    private readonly Linear _classifier;

    /// <summary>Makes a classifier with random weights: N(0, initializer_range), biases 0, layer norms 1 and 0.</summary>
    /// <param name="config">Its configuration; the labels are in it.</param>
    /// <param name="seed">Decides the weights; null: left to torch's global state.</param>
    public TokenClassifier(BertConfig config, int? seed = null) : base("classifier")
    {
        Config = config;
        _bert = BertModel.Unfilled(config, pooler: false);
        _classifier = nn.Linear(config.HiddenSize, config.NumLabels);
        RegisterComponents();
        RandomWeights.Fill(this, config, seed);
    }

    /// <summary>Its configuration.</summary>
    public BertConfig Config { get; }

    /// <summary>Classifies every position of a batch, logits (batch, length, labels); arguments as in <see cref="BertModel.Forward"/>.</summary>
    public SequenceOutput Forward(Tensor ids, Tensor mask, Tensor? types = null, EncoderOutputs wanted = EncoderOutputs.None)
    {
        EncoderOutput encoder = _bert.Forward(ids, mask, types, wanted);
        Tensor hidden = nn.functional.dropout(encoder.LastHidden, Config.ClassifierDropout ?? Config.HiddenDropoutProb, training); // (batch, length, width)
        return new SequenceOutput(_classifier.call(hidden), encoder);
    }

    /// <summary>Mean cross entropy over the labelled positions, a scalar; 0 where there is none.</summary>
    /// <param name="logits">(batch, length, labels)</param>
    /// <param name="labels">(batch, length) of indices; those below 0 are left out.</param>
    /// <exception cref="InvalidDataException">An index is not below the number of labels.</exception>
    public Tensor Loss(Tensor logits, Tensor labels) => LabelledCrossEntropy.Compute(logits.flatten(0, 1), labels.flatten(), Config.NumLabels);
}
