using TextBrewer.Models.Encoders;
using TorchSharp;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TextBrewer.Models.Bert;

/// <summary>
/// BERT's encoder, with its pooler unless a head has no use for one (Devlin et al. 2019); checkpoint names as transformers'
/// <c>BertModel</c>.
/// </summary>
internal class BertModel : Encoder
{
    [ComponentName(Name = "embeddings")]
    private readonly Embeddings _embeddings;

    [ComponentName(Name = "encoder")]
    private readonly TransformerStack _encoder;

    [ComponentName(Name = "pooler")]
    private readonly BertPooler? _pooler;

    /// <summary>The names of BERT's layers, which others took over.</summary>
    internal static TransformerBody Layers { get; } = new(
        Prefix: "encoder.layer.",
        Query: "attention.self.query",
        Key: "attention.self.key",
        Value: "attention.self.value",
        AttentionOutput: "attention.output.dense",
        AttentionNorm: "attention.output.LayerNorm",
        Wide: "intermediate.dense",
        Narrow: "output.dense",
        OutputNorm: "output.LayerNorm");

    /// <summary>Makes an encoder whose weights its owner fills.</summary>
    internal BertModel(EncoderConfig config, bool pooler) : this(config, pooler, PositionCounting.FromZero)
    {
    }

    /// <param name="config">The configuration.</param>
    /// <param name="pooler">Whether it has a pooler.</param>
    /// <param name="counting">How positions are counted.</param>
    private protected BertModel(EncoderConfig config, bool pooler, PositionCounting counting) : base(config, counting)
    {
        _embeddings = new Embeddings(config, counting);
        _encoder = TransformerStack.Of(config, _ => new BertLayer(config));
        if (pooler) _pooler = new BertPooler(config);
        RegisterComponents();
    }

    internal override bool Pools => _pooler is not null;

    private protected override Embeddings Table => _embeddings;

    internal override TransformerStack? Stack => _encoder;

    private protected override EncoderOutput Run(Tensor ids, Tensor mask, Tensor? types, OutputCollector outputs)
    {
        Tensor last = _encoder.call(Embed(ids, types), Keep(mask), outputs); // (batch, length, width)
        return outputs.Finish(last, outputs.RunsAll ? _pooler?.call(last) : null);
    }
}
