using TextBrewer.Torch.Reading;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TextBrewer.Models.Encoders;

/// <summary><c>embeddings</c>: word, position and, where there are any, token type, summed, normalised, dropped out.</summary>
internal sealed class Embeddings : nn.Module<Tensor, Tensor?, Tensor, Tensor>
{
    [ComponentName(Name = "word_embeddings")]
    private readonly Embedding _word;

    [ComponentName(Name = "position_embeddings")]
    private readonly Embedding _position;

    [ComponentName(Name = "token_type_embeddings")]
    private readonly Embedding? _type;

    [ComponentName(Name = "LayerNorm")]
    private readonly LayerNorm _norm;

    private readonly int _vocabulary;
    private readonly int _types;
    private readonly double _dropout;

    /// <param name="config">The encoder's configuration.</param>
    /// <param name="positions">How positions are counted: where they are from behind the padding's, that one gets no gradient.</param>
    /// <param name="types">Whether there are token types.</param>
    internal Embeddings(EncoderConfig config, PositionCounting positions, bool types = true) : base("embeddings")
    {
        int width = config.EmbeddingSize ?? config.HiddenSize;
        _word = nn.Embedding(config.VocabSize, width, padding_idx: config.PadTokenId);
        _position = nn.Embedding(config.MaxPositionEmbeddings, width, padding_idx: positions.Padding(config));
        if (types) _type = nn.Embedding(config.TypeVocabSize, width);
        _norm = nn.LayerNorm(width, config.LayerNormEps);
        (_vocabulary, _types, _dropout) = (config.VocabSize, config.TypeVocabSize, config.HiddenDropoutProb);
        RegisterComponents();
    }

    /// <summary>The word embeddings, to which a masked language model ties its output, (vocabulary, width).</summary>
    internal Tensor Words => _word.weight!;

    /// <summary>The position embeddings, (positions, width).</summary>
    internal Tensor Positions => _position.weight!;

    /// <param name="ids">(batch, length)</param>
    /// <param name="types">(batch, length); null: all 0.</param>
    /// <param name="positions">(batch, length) or (length)</param>
    public override Tensor forward(Tensor ids, Tensor? types, Tensor positions)
    {
        Tensor sum = IndexCheck.Explain(
            _word.call,
            ids,
            _vocabulary,
            (token, cause) => new InvalidDataException(
                $"Token {token} is outside the model's vocabulary of {_vocabulary}: the tokenizer does not belong to this "
                    + "model.",
                cause)); // (batch, length, width)
        if (_type is not null) sum += Type(types ?? zeros_like(ids));
        return Dropping.Of(_norm.call(sum + _position.call(positions)), _dropout, training);
    }

    // (batch, length, width)
    private Tensor Type(Tensor types) => IndexCheck.Explain(
        _type!.call,
        types,
        _types,
        (type, cause) => new InvalidDataException(
            $"Token type {type} is outside the model's type vocabulary of {_types}: this model was not made for pairs of texts.",
            cause));
}
