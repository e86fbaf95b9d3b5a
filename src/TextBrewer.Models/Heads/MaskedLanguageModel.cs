using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Models.Heads;

/// <summary>
/// An encoder that guesses the masked words, its output tied to its word embeddings; checkpoint names as transformers' <c>…ForMaskedLM</c>.
/// </summary>
public sealed class MaskedLanguageModel : TaskModel
{
    private readonly MaskedLanguageNames _names;
    private readonly Linear _transform;
    private readonly LayerNorm _norm;
    private readonly Func<Tensor, Tensor> _activation;
    private readonly bool _hasBias;

    /// <summary>Makes a model with random weights: N(0, initializer_range), biases 0, layer norms 1 and 0.</summary>
    /// <param name="config">Its configuration.</param>
    /// <param name="seed">Decides the weights; null: left to torch's global state.</param>
    public MaskedLanguageModel(EncoderConfig config, int? seed = null) : this(config, Unfilled(config, pooler: false)) =>
        RandomWeights.Fill(this, config, seed);

    private MaskedLanguageModel(EncoderConfig config, Encoder encoder) : base(config, encoder)
    {
        _names = Architecture.Of(config).MaskedLanguage?.Invoke(config)
            ?? throw new InvalidDataException($"A {config.ModelType} has no masked language model.");
        int width = config.EmbeddingSize ?? config.HiddenSize;
        _transform = nn.Linear(config.HiddenSize, width, _names.HasTransformBias(config));
        _norm = nn.LayerNorm(width, config.LayerNormEps, bias: _names.HasNormBias(config));
        _activation = Activation.Of(_names.Activation(config));
        _hasBias = _names.HasBias(config);
        NameTree names = new() { { _names.Transform, _transform }, { _names.Norm, _norm } };
        if (_hasBias) names.Add(_names.Bias, new Parameter(zeros(config.VocabSize)));
        names.RegisterIn(register_module, register_parameter);
    }

    internal override string ClassSuffix => "ForMaskedLM";

    internal override IReadOnlyDictionary<string, string> Twins =>
        _names.WordTwins.Select(twin => (twin, Architecture.Of(Config).WordsName))
            .Concat((_hasBias ? _names.BiasTwins : []).Select(twin => (twin, _names.Bias))).ToDictionary(p => p.twin, p => p.Item2);

    /// <summary>Makes a head with random weights over an encoder, which may carry others too; the encoder's owner disposes it.</summary>
    /// <param name="encoder">The encoder.</param>
    /// <param name="config">The encoder's configuration.</param>
    /// <param name="seed">Decides the head's weights; null: left to torch's global state.</param>
    /// <exception cref="ArgumentException">The encoder is of another architecture.</exception>
    public static MaskedLanguageModel Over(Encoder encoder, EncoderConfig config, int? seed = null)
    {
        MaskedLanguageModel model = new(config, encoder);
        model.FillHead(seed);
        return model;
    }

    /// <summary>
    /// Logits over the vocabulary at every position, (batch, length, vocabulary); arguments as in <see cref="Encoder.Forward"/>.
    /// </summary>
    public override HeadOutput Forward(Tensor ids, Tensor mask, Tensor? types = null, EncoderOutputs wanted = EncoderOutputs.None)
    {
        EncoderOutput encoder = Encode(ids, mask, types, wanted);
        return new HeadOutput([Guess(encoder.LastHidden)], encoder);
    }

    /// <summary>
    /// Logits over the vocabulary at some positions alone, (batch, places, vocabulary): those of all others are not computed.
    /// </summary>
    /// <inheritdoc/>
    public override HeadOutput ForwardAt(
        Tensor ids,
        Tensor mask,
        Tensor? types,
        Tensor places,
        EncoderOutputs wanted = EncoderOutputs.None)
    {
        EncoderOutput encoder = Encode(ids, mask, types, wanted);
        return new HeadOutput([Guess(At(encoder.LastHidden, places))], encoder);
    }

    /// <summary>Mean cross entropy over the labelled positions, a scalar; 0 where there is none.</summary>
    /// <param name="logits">(batch, length, vocabulary)</param>
    /// <param name="labels">(batch, length) of tokens; those below 0 are left out.</param>
    public Tensor Loss(Tensor logits, Tensor labels) =>
        SupervisedLoss.CrossEntropy(logits.flatten(0, 1), labels.flatten(), Config.VocabSize, "Token");

    /// <param name="hidden">(batch, positions, width)</param>
    /// <returns>(batch, positions, vocabulary)</returns>
    private Tensor Guess(Tensor hidden)
    {
        Tensor guess = _norm.call(_activation(_transform.call(hidden))); // (batch, positions, embedding width)
        // Asked for by name: a change of type makes a new parameter, and a field would keep the old one.
        return nn.functional.linear(guess, Encoder.Words, _hasBias ? get_parameter(_names.Bias) : null);
    }
}
