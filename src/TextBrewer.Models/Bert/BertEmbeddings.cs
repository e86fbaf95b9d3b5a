using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TextBrewer.Models.Bert;

/// <summary><c>embeddings</c>: word, position and token type, summed, normalised, dropped out.</summary>
internal sealed class BertEmbeddings : nn.Module<Tensor, Tensor, Tensor>
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

    internal BertEmbeddings(BertConfig config) : base("embeddings")
    {
        _word = nn.Embedding(config.VocabSize, config.HiddenSize, padding_idx: config.PadTokenId);
        _position = nn.Embedding(config.MaxPositionEmbeddings, config.HiddenSize);
        _type = nn.Embedding(config.TypeVocabSize, config.HiddenSize);
        _norm = nn.LayerNorm(config.HiddenSize, config.LayerNormEps);
        (_vocabulary, _types, _dropout) = (config.VocabSize, config.TypeVocabSize, config.HiddenDropoutProb);
        RegisterComponents();
    }

    public override Tensor forward(Tensor ids, Tensor types) // (batch, length) each
    {
        long length = ids.shape[1];
        long positions = _position.weight!.shape[0];
        if (length > positions)
            throw new InvalidDataException($"A sequence has {length} tokens, and the model has {positions} positions: lower max_length to {positions}.");
        IndexCheck.Below(ids, _vocabulary, "Token", "the model's vocabulary", "the tokenizer's vocab.txt does not belong to this model");
        IndexCheck.Below(types, _types, "Token type", "the model's type vocabulary", "this model was not made for pairs of texts");
        Tensor sum = _word.call(ids) + _type.call(types) + _position.call(arange(length, device: ids.device)); // (batch, length, width)
        return nn.functional.dropout(_norm.call(sum), _dropout, training);
    }
}
