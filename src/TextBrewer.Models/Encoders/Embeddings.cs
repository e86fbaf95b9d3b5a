using TextBrewer.Torch.Reading;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Models.Encoders;

/// <summary><c>embeddings</c>: word and, where there are any, position and token type, summed, normalised, dropped out.</summary>
internal sealed class Embeddings : nn.Module<Tensor, Tensor?, Tensor, Tensor>
{
    // Fields that hold modules would be registered a second time, under their own names.
    private readonly Parts _parts;

    private readonly int _vocabulary;
    private readonly int _types;
    private readonly double _dropout;

    /// <param name="config">The encoder's configuration.</param>
    /// <param name="positions">How positions are counted: where they are from behind the padding's, that one gets no gradient.</param>
    /// <param name="types">Whether there are token types.</param>
    /// <param name="names">How checkpoints call them.</param>
    internal Embeddings(EncoderConfig config, PositionCounting positions, bool types = true, EmbeddingNames? names = null)
        : base("embeddings")
    {
        names ??= EmbeddingNames.Bert;
        int width = config.EmbeddingSize ?? config.HiddenSize;
        _parts = new Parts(
            Add(names.Word, nn.Embedding(config.VocabSize, width, padding_idx: config.PadTokenId)),
            positions.HasTable
                ? Add("position_embeddings", nn.Embedding(config.MaxPositionEmbeddings, width, padding_idx: positions.Padding(config)))
                : null,
            types ? Add("token_type_embeddings", nn.Embedding(config.TypeVocabSize, width)) : null,
            Add(names.Norm, nn.LayerNorm(width, config.LayerNormEps, bias: names.HasNormBias(config))));
        (_vocabulary, _types, _dropout) = (config.VocabSize, config.TypeVocabSize, names.Dropout(config));

        T Add<T>(string name, T part)
            where T : nn.Module
        {
            register_module(name, part);
            return part;
        }
    }

    /// <summary>The word embeddings, to which a masked language model ties its output, (vocabulary, width).</summary>
    internal Tensor Words => _parts.Word.weight!;

    /// <summary>The position embeddings, (positions, width); null: there are none.</summary>
    internal Tensor? Positions => _parts.Position?.weight;

    /// <param name="ids">(batch, length)</param>
    /// <param name="types">(batch, length); null: all 0.</param>
    /// <param name="positions">(batch, length) or (length)</param>
    public override Tensor forward(Tensor ids, Tensor? types, Tensor positions)
    {
        Tensor sum = IndexCheck.Explain(
            _parts.Word.call,
            ids,
            _vocabulary,
            (token, cause) => new InvalidDataException(
                $"Token {token} is outside the model's vocabulary of {_vocabulary}: the tokenizer does not belong to this "
                    + "model.",
                cause)); // (batch, length, width)
        if (_parts.Type is not null) sum += Type(types ?? zeros_like(ids));
        if (_parts.Position is not null) sum += _parts.Position.call(positions);
        return Dropping.Of(_parts.Norm.call(sum), _dropout, training);
    }

    // (batch, length, width)
    private Tensor Type(Tensor types) => IndexCheck.Explain(
        _parts.Type!.call,
        types,
        _types,
        (type, cause) => new InvalidDataException(
            $"Token type {type} is outside the model's type vocabulary of {_types}: this model was not made for pairs of texts.",
            cause));

    private sealed record Parts(Embedding Word, Embedding? Position, Embedding? Type, LayerNorm Norm);
}
