using TextBrewer.Models.Encoders;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TextBrewer.Models.Bert;

/// <summary><c>embeddings</c>: word, position and token type, summed, normalised, dropped out.</summary>
internal sealed class BertEmbeddings : nn.Module<Tensor, Tensor, Tensor, Tensor>
{
    [ComponentName(Name = "word_embeddings")]
    private readonly Embedding _word;

    [ComponentName(Name = "position_embeddings")]
    private readonly Embedding _position;

    [ComponentName(Name = "token_type_embeddings")]
    private readonly Embedding _type;

    [ComponentName(Name = "LayerNorm")]
    private readonly LayerNorm _norm;

    private readonly int _vocabulary;
    private readonly int _types;
    private readonly double _dropout;

    /// <param name="config">The encoder's configuration.</param>
    /// <param name="paddingPosition">The position of padding, which gets no gradient; null: padding has positions like any other
    /// token.</param>
    internal BertEmbeddings(EncoderConfig config, int? paddingPosition = null) : base("embeddings")
    {
        int width = config.EmbeddingSize ?? config.HiddenSize;
        _word = nn.Embedding(config.VocabSize, width, padding_idx: config.PadTokenId);
        _position = nn.Embedding(config.MaxPositionEmbeddings, width, padding_idx: paddingPosition);
        _type = nn.Embedding(config.TypeVocabSize, width);
        _norm = nn.LayerNorm(width, config.LayerNormEps);
        (_vocabulary, _types, _dropout) = (config.VocabSize, config.TypeVocabSize, config.HiddenDropoutProb);
        RegisterComponents();
    }

    /// <summary>The word embeddings, to which a masked language model ties its output, (vocabulary, width).</summary>
    internal Tensor Words => _word.weight!;

    public override Tensor forward(Tensor ids, Tensor types, Tensor positions) // (batch, length) each; positions may be (length)
    {
        IndexCheck.Below(ids, _vocabulary, "Token", "the model's vocabulary", "the tokenizer's vocab.txt does not belong to this model");
        IndexCheck.Below(types, _types, "Token type", "the model's type vocabulary", "this model was not made for pairs of texts");
        Tensor sum = _word.call(ids) + _type.call(types) + _position.call(positions); // (batch, length, width)
        return nn.functional.dropout(_norm.call(sum), _dropout, training);
    }
}
