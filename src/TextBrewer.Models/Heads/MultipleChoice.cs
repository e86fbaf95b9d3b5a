using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using static TorchSharp.torch;

namespace TextBrewer.Models.Heads;

/// <summary>An encoder with one value for each choice; checkpoint names as transformers' <c>…ForMultipleChoice</c>.</summary>
public sealed class MultipleChoice : TaskModel
{
    private readonly SequenceHead _head;

    /// <summary>Makes a model with random weights: N(0, initializer_range), biases 0, layer norms 1 and 0.</summary>
    /// <param name="config">Its configuration.</param>
    /// <param name="seed">Decides the weights; null: left to torch's global state.</param>
    public MultipleChoice(EncoderConfig config, int? seed = null)
        : this(config, Unfilled(config, Architecture.Of(config).Choice.NeedsPooler(config))) => RandomWeights.Fill(this, config, seed);

    private MultipleChoice(EncoderConfig config, Encoder encoder)
        : base(config, encoder, readsPooler: Architecture.Of(config).Choice.NeedsPooler(config))
    {
        _head = new SequenceHead(Architecture.Of(config).Choice, config, 1);
        _head.RegisterIn(register_module);
    }

    internal override string ClassSuffix => "ForMultipleChoice";

    /// <summary>Makes a head with random weights over an encoder, which may carry others too; the encoder's owner disposes it.</summary>
    /// <param name="encoder">The encoder.</param>
    /// <param name="config">The encoder's configuration.</param>
    /// <param name="seed">Decides the head's weights; null: left to torch's global state.</param>
    /// <exception cref="ArgumentException">The encoder is of another architecture, or has no pooler where the head needs one.</exception>
    public static MultipleChoice Over(Encoder encoder, EncoderConfig config, int? seed = null)
    {
        MultipleChoice model = new(config, encoder);
        model.FillHead(seed);
        return model;
    }

    /// <summary>
    /// A value for each choice, logits (batch, choices). What the encoder gave stands choice by choice, (batch · choices, …).
    /// </summary>
    /// <param name="ids">Token ids, (batch, choices, length).</param>
    /// <param name="mask">1 at real positions, (batch, choices, length).</param>
    /// <param name="types">Token types, (batch, choices, length); null: all 0.</param>
    /// <param name="wanted">What to keep beyond the last hidden state.</param>
    public override HeadOutput Forward(Tensor ids, Tensor mask, Tensor? types = null, EncoderOutputs wanted = EncoderOutputs.None)
    {
        EncoderOutput encoder = Encode(ids, mask, types, wanted);
        return new HeadOutput([_head.Call(encoder, mask.flatten(0, 1), training).view(ids.shape[0], ids.shape[1])], encoder);
    }

    /// <summary>What the encoder gives, choice by choice, (batch · choices, …).</summary>
    /// <param name="ids">Token ids, (batch, choices, length).</param>
    /// <param name="mask">1 at real positions, (batch, choices, length).</param>
    /// <param name="types">Token types, (batch, choices, length); null: all 0.</param>
    /// <param name="wanted">What to keep beyond the last hidden state.</param>
    /// <param name="layers">How many layers are run; null: all of them.</param>
    public override EncoderOutput Encode(
        Tensor ids,
        Tensor mask,
        Tensor? types = null,
        EncoderOutputs wanted = EncoderOutputs.None,
        int? layers = null) =>
        base.Encode(ids.flatten(0, 1), mask.flatten(0, 1), types?.flatten(0, 1), wanted, layers);

    /// <summary>Mean cross entropy over the labelled rows, a scalar; 0 where there is none.</summary>
    /// <param name="logits">(batch, choices)</param>
    /// <param name="labels">(batch) of choices from 0; those below 0 are left out.</param>
    /// <exception cref="InvalidDataException">An index is not below the number of choices.</exception>
    public static Tensor Loss(Tensor logits, Tensor labels) => SupervisedLoss.CrossEntropy(logits, labels, logits.shape[1], "Choice");
}
