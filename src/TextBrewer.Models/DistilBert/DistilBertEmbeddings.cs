using TextBrewer.Models.Encoders;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TextBrewer.Models.DistilBert;

/// <summary><c>embeddings</c>: word and position, summed, normalised, dropped out.</summary>
internal sealed class DistilBertEmbeddings : nn.Module<Tensor, Tensor, Tensor>
{
    [ComponentName(Name = "word_embeddings")]
    private readonly Embedding _word;

    [ComponentName(Name = "position_embeddings")]
    private readonly Embedding _position;

    [ComponentName(Name = "LayerNorm")]
    private readonly LayerNorm _norm;

    private readonly int _vocabulary;
    private readonly double _dropout;

    internal DistilBertEmbeddings(EncoderConfig config) : base("embeddings")
    {
        _word = nn.Embedding(config.VocabSize, config.HiddenSize, padding_idx: config.PadTokenId);
        _position = nn.Embedding(config.MaxPositionEmbeddings, config.HiddenSize);
        _norm = nn.LayerNorm(config.HiddenSize, config.LayerNormEps);
        (_vocabulary, _dropout) = (config.VocabSize, config.HiddenDropoutProb);
        RegisterComponents();
    }

    /// <summary>The word embeddings, (vocabulary, width).</summary>
    internal Tensor Words => _word.weight!;

    public override Tensor forward(Tensor ids, Tensor positions) // (batch, length), (length)
    {
        IndexCheck.Below(ids, _vocabulary, "Token", "the model's vocabulary", "the tokenizer's vocab.txt does not belong to this model");
        return nn.functional.dropout(_norm.call(_word.call(ids) + _position.call(positions)), _dropout, training); // (batch, length, width)
    }
}
