using System.Globalization;
using TextBrewer.Models.Bert;
using TextBrewer.Models.Pretrained;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TextBrewer.Models.Heads;

/// <summary>One BERT with a classifier over the pooled first position for each of several tasks; in checkpoints <c>bert.…</c> and <c>classifier_{task}.…</c>.</summary>
public sealed class MultiTaskClassifier : nn.Module
{
    [ComponentName(Name = "bert")]
    private readonly BertModel _bert;

    /// <summary>Makes encoder and heads with random weights.</summary>
    /// <param name="config">The encoder's configuration.</param>
    /// <param name="labels">The labels of each task.</param>
    /// <param name="seed">Decides the weights; null: left to torch's global state.</param>
    public MultiTaskClassifier(BertConfig config, IReadOnlyList<IReadOnlyList<string>> labels, int? seed = null)
        : this(new BertModel(config, seed), labels, seed)
    {
    }

    /// <summary>Makes heads with random weights over an encoder, which it owns from here on.</summary>
    /// <param name="encoder">The encoder.</param>
    /// <param name="labels">The labels of each task.</param>
    /// <param name="seed">Decides the heads' weights; null: left to torch's global state.</param>
    public MultiTaskClassifier(BertModel encoder, IReadOnlyList<IReadOnlyList<string>> labels, int? seed = null) : base("classifiers")
    {
        _bert = encoder;
        RegisterComponents();
        Heads = [.. labels.Select((names, task) => Head(names, task, seed))];
    }

    /// <summary>A classifier for each task. They share the encoder, and everything in them belongs to this module: they are not to be disposed.</summary>
    public IReadOnlyList<SequenceClassifier> Heads { get; }

    private SequenceClassifier Head(IReadOnlyList<string> labels, int task, int? seed)
    {
        BertConfig config = _bert.Config.WithLabels(labels);
        Linear classifier = nn.Linear(config.HiddenSize, labels.Count);
        RandomWeights.Fill(classifier, config, seed + task);
        register_module(string.Create(CultureInfo.InvariantCulture, $"classifier_{task}"), classifier);
        return new SequenceClassifier(config, _bert, classifier);
    }
}
