using TextBrewer.Models.Encoders;
using TorchSharp;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TextBrewer.Models.DistilBert;

/// <summary>
/// DistilBERT's encoder (Sanh et al. 2019): BERT without token types and pooler, under names of its own; checkpoint names as transformers'
/// <c>DistilBertModel</c>.
/// </summary>
internal sealed class DistilBertModel : Encoder
{
    [ComponentName(Name = "embeddings")]
    private readonly Embeddings _embeddings;

    [ComponentName(Name = "transformer")]
    private readonly TransformerStack _transformer;

    /// <summary>The names of DistilBERT's layers.</summary>
    internal static TransformerBody Layers { get; } = new(
        Prefix: "transformer.layer.",
        Query: "attention.q_lin",
        Key: "attention.k_lin",
        Value: "attention.v_lin",
        AttentionOutput: "attention.out_lin",
        AttentionNorm: "sa_layer_norm",
        Wide: "ffn.lin1",
        Narrow: "ffn.lin2",
        OutputNorm: "output_layer_norm");

    /// <summary>Makes an encoder whose weights its owner fills.</summary>
    internal DistilBertModel(EncoderConfig config) : base(config, PositionCounting.FromZero)
    {
        _embeddings = new Embeddings(config, PositionCounting.FromZero, types: false);
        _transformer = TransformerStack.Of(config, _ => new DistilBertLayer(config));
        RegisterComponents();
    }

    internal override bool Pools => false;

    private protected override Embeddings Table => _embeddings;

    internal override TransformerStack? Stack => _transformer;

    private protected override EncoderOutput Run(Tensor ids, Tensor mask, Tensor? types, OutputCollector outputs)
    {
        Tensor last = _transformer.call(Embed(ids, types: null), Keep(mask), outputs); // (batch, length, width)
        return outputs.Finish(last, pooled: null);
    }
}
