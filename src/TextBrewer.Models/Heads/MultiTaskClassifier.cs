using System.Globalization;
using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using static TorchSharp.torch;

namespace TextBrewer.Models.Heads;

/// <summary>
/// One encoder with a classifier over the whole sequence for each of several tasks; in checkpoints <c>bert.…</c> and
/// <c>classifier_{task}.…</c>.
/// </summary>
public sealed class MultiTaskClassifier : nn.Module
{
    private readonly Encoder _encoder;

    /// <summary>Makes encoder and heads with random weights.</summary>
    /// <param name="config">The encoder's configuration.</param>
    /// <param name="labels">The labels of each task.</param>
    /// <param name="seed">Decides the weights; null: left to torch's global state.</param>
    public MultiTaskClassifier(EncoderConfig config, IReadOnlyList<IReadOnlyList<string>> labels, int? seed = null)
        : this(Architecture.Build(config, seed), labels, seed)
    {
    }

    /// <summary>Makes heads with random weights over an encoder, which it owns from here on.</summary>
    /// <param name="encoder">The encoder.</param>
    /// <param name="labels">The labels of each task.</param>
    /// <param name="seed">Decides the heads' weights; null: left to torch's global state.</param>
    public MultiTaskClassifier(Encoder encoder, IReadOnlyList<IReadOnlyList<string>> labels, int? seed = null)
        : this(encoder, [.. labels.Select(encoder.Config.WithLabels)], seed)
    {
    }

    /// <summary>Makes heads with random weights over an encoder, which it owns from here on.</summary>
    /// <param name="encoder">The encoder.</param>
    /// <param name="heads">For each task the encoder's configuration with the task's labels and kind of problem.</param>
    /// <param name="seed">Decides the heads' weights; null: left to torch's global state.</param>
    public MultiTaskClassifier(Encoder encoder, IReadOnlyList<EncoderConfig> heads, int? seed = null) : base("classifiers")
    {
        _encoder = encoder;
        register_module(encoder.Config.ModelType, encoder);
        Heads = [.. heads.Select((config, task) => Head(config, task, seed))];
    }

    /// <summary>
    /// A classifier for each task. They share the encoder, and everything in them belongs to this module: they are not to be disposed.
    /// </summary>
    public IReadOnlyList<SequenceClassifier> Heads { get; }

    /// <summary>Sets training or evaluation mode, of the heads too: they are views, not parts.</summary>
    public override void train(bool train = true)
    {
        base.train(train);
        foreach (SequenceClassifier head in Heads) head.train(train);
    }

    /// <summary>Sets evaluation mode, of the heads too.</summary>
    public override void eval() => train(false);

    private SequenceClassifier Head(EncoderConfig config, int task, int? seed)
    {
        SequenceHead head = new(Architecture.Of(config).Sequence, config, config.NumLabels);
        head.RegisterIn(
            (name, module) =>
            {
                RandomWeights.Fill(module, config, seed + task);
                register_module(name, module);
            },
            string.Create(CultureInfo.InvariantCulture, $"_{task}"));
        return new SequenceClassifier(config, _encoder, head);
    }
}
