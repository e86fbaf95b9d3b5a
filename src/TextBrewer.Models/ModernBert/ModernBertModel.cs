using TextBrewer.Models.Encoders;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TextBrewer.Models.ModernBert;

/// <summary>
/// ModernBERT's encoder (Warner et al. 2024): rotary positions, layers that see their neighbourhood between layers that see everything,
/// gated feed-forward networks, norms before and not behind, hardly any biases; checkpoint names as transformers' <c>ModernBertModel</c>.
/// Its last hidden state is normalised.
/// </summary>
internal sealed class ModernBertModel : Encoder
{
    [ComponentName(Name = "embeddings")]
    private readonly Embeddings _embeddings;

    [ComponentName(Name = "layers")]
    private readonly TransformerStack _layers;

    [ComponentName(Name = "final_norm")]
    private readonly LayerNorm _norm;

    /// <summary>Makes an encoder whose weights its owner fills.</summary>
    internal ModernBertModel(EncoderConfig config) : base(config, PositionCounting.WithoutTable)
    {
        _embeddings = new Embeddings(config, PositionCounting.WithoutTable, types: false, Names);
        _norm = Norm(config);
        IReadOnlyList<string> kinds = LocalAttention.Kinds(config);
        _layers = TransformerStack.Of(
            config,
            i => new ModernBertLayer(config, Positions(config, kinds[i]), isFirst: i == 0),
            prefix: "",
            end: _norm);
        RegisterComponents();
    }

    /// <summary>The names of ModernBERT's layers.</summary>
    internal static PreNormBody Layers { get; } = new(
        Prefix: "layers.",
        AttentionNorm: "attn_norm",
        QueryKeyValue: "attn.Wqkv",
        AttentionOutput: "attn.Wo",
        FeedForwardNorm: "mlp_norm",
        Wide: "mlp.Wi",
        Narrow: "mlp.Wo",
        FinalNorm: "final_norm");

    /// <summary>The names of its embeddings.</summary>
    internal static EmbeddingNames Names { get; } = new("tok_embeddings", "norm")
    {
        HasNormBias = HasNormBias,
        Dropout = config => config.OtherNumber("embedding_dropout") ?? 0,
    };

    internal override bool Pools => false;

    private protected override Embeddings Table => _embeddings;

    internal override TransformerStack? Stack => _layers;

    /// <summary>What of a configuration cannot be built; null: nothing.</summary>
    internal static string? Fault(EncoderConfig config)
    {
        if (config.HiddenSize / config.NumAttentionHeads % 2 != 0)
            return $"hidden_size {config.HiddenSize} over num_attention_heads {config.NumAttentionHeads} is odd: numbers turn in pairs";
        if (config.OtherText("classifier_pooling") is not (null or "cls" or "mean"))
            return $"classifier_pooling is '{config.OtherText("classifier_pooling")}'; known: cls, mean";
        if (config.OtherText("classifier_activation") is { } activation && !Activation.IsKnown(activation))
            return $"classifier_activation is '{activation}'; known: {string.Join(", ", Activation.Names)}";
        return LocalAttention.Fault(config);
    }

    /// <summary>Whether layer norms have a bias.</summary>
    internal static bool HasNormBias(EncoderConfig config) => config.OtherFlag("norm_bias", fallback: false);

    /// <summary>A layer norm of the hidden width.</summary>
    internal static LayerNorm Norm(EncoderConfig config) =>
        nn.LayerNorm(config.HiddenSize, config.LayerNormEps, bias: HasNormBias(config));

    private protected override EncoderOutput Run(Tensor ids, Tensor mask, Tensor? types, OutputCollector outputs) =>
        outputs.Finish(_layers.call(Embed(ids, types: null), Keep(mask), outputs), pooled: null);

    private static RotaryPositions Positions(EncoderConfig config, string kind) => new(
        LocalAttention.Base(config, kind),
        kind == LocalAttention.Local ? LocalAttention.Reach(config) : null);
}
