using TextBrewer.Models.Bert;
using TextBrewer.Models.Encoders;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TextBrewer.Models.MPNet;

/// <summary>
/// MPNet's encoder (Song et al. 2020): RoBERTa's positions, and a bias by distance in every layer's attention; no token types; checkpoint
/// names as transformers' <c>MPNetModel</c>.
/// </summary>
internal sealed class MPNetModel : Encoder
{
    /// <summary>How many buckets of distances there are: transformers counts in so many whatever the table has.</summary>
    private const int Buckets = 32;

    private const string BucketsKey = "relative_attention_num_buckets";

    [ComponentName(Name = "embeddings")]
    private readonly Embeddings _embeddings;

    [ComponentName(Name = "encoder")]
    private readonly TransformerStack _encoder;

    [ComponentName(Name = "pooler")]
    private readonly BertPooler? _pooler;

    /// <summary>Makes an encoder whose weights its owner fills.</summary>
    internal MPNetModel(EncoderConfig config, bool pooler) : base(config, PositionCounting.BehindPadding)
    {
        _embeddings = new Embeddings(config, PositionCounting.BehindPadding, types: false);
        Embedding table = nn.Embedding(Buckets, config.NumAttentionHeads);
        RelativeBias bias = new(table);
        _encoder = TransformerStack.Of(
            config,
            _ => new MPNetLayer(config, bias),
            shared: new NameTree { { "relative_attention_bias", table } });
        if (pooler) _pooler = new BertPooler(config);
        RegisterComponents();
    }

    /// <summary>The names of MPNet's layers.</summary>
    internal static TransformerBody Layers { get; } = new(
        Prefix: "encoder.layer.",
        Query: "attention.attn.q",
        Key: "attention.attn.k",
        Value: "attention.attn.v",
        AttentionOutput: "attention.attn.o",
        AttentionNorm: "attention.LayerNorm",
        Wide: "intermediate.dense",
        Narrow: "output.dense",
        OutputNorm: "output.LayerNorm")
    {
        BeforeLayers = ["encoder.relative_attention_bias."],
        Attention = new RelativeBiasKind("encoder.relative_attention_bias.weight"),
    };

    internal override bool Pools => _pooler is not null;

    private protected override Embeddings Table => _embeddings;

    internal override TransformerStack? Stack => _encoder;

    /// <summary>What of a configuration cannot be built; null: nothing.</summary>
    internal static string? Fault(EncoderConfig config) =>
        config.OtherNumber(BucketsKey) is { } buckets && buckets != Buckets
            ? FormattableString.Invariant($"{BucketsKey} is {buckets}, and transformers counts in {Buckets} whatever stands there")
            : config.PadTokenId != 1
                ? "pad_token_id is not 1, and an MPNet counts positions from behind token 1 whatever stands there"
                : null;

    private protected override EncoderOutput Run(Tensor ids, Tensor mask, Tensor? types, OutputCollector outputs)
    {
        Tensor last = _encoder.call(Embed(ids, types: null), Keep(mask), outputs); // (batch, length, width)
        return outputs.Finish(last, outputs.RunsAll ? _pooler?.call(last) : null);
    }
}
