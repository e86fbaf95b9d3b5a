using System.Text.Json.Nodes;
using TextBrewer.Models.Bert;
using TextBrewer.Models.Encoders;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TextBrewer.Models.Deberta;

/// <summary>
/// The encoder of DeBERTa's second and third version (He et al. 2021, 2023): BERT's layers with disentangled attention, no absolute
/// positions, no token types, no pooler; checkpoint names as transformers' <c>DebertaV2Model</c>.
/// </summary>
internal sealed class DebertaModel : Encoder
{
    /// <summary>So many distances are more than a text has.</summary>
    private const int MostDistances = 1 << 20;

    [ComponentName(Name = "embeddings")]
    private readonly Embeddings _embeddings;

    [ComponentName(Name = "encoder")]
    private readonly TransformerStack _encoder;

    /// <summary>Makes an encoder whose weights its owner fills.</summary>
    internal DebertaModel(EncoderConfig config) : base(config, PositionCounting.WithoutTable)
    {
        _embeddings = new Embeddings(config, PositionCounting.WithoutTable, types: false);
        DisentangledSettings settings = DisentangledSettings.Of(config);
        Embedding table = nn.Embedding(2 * settings.Span, config.HiddenSize);
        NameTree shared = new() { { "rel_embeddings", table } };
        LayerNorm? norm = settings.HasNorm ? nn.LayerNorm(config.HiddenSize, config.LayerNormEps) : null;
        if (norm is not null) shared.Add("LayerNorm", norm);
        RelativePositions positions = new(table, norm);
        _encoder = TransformerStack.Of(config, _ => new BertLayer(config, Attention(config, positions)), shared: shared);
        RegisterComponents();
    }

    /// <summary>The names of DeBERTa's layers.</summary>
    internal static TransformerBody Layers { get; } = BertModel.Layers with
    {
        Query = "attention.self.query_proj",
        Key = "attention.self.key_proj",
        Value = "attention.self.value_proj",
        BeforeLayers = ["encoder.rel_embeddings.", "encoder.LayerNorm."],
        ParametersBefore = config => 2.0 * DisentangledSettings.Of(config).Span * config.HiddenSize,
        Attention = new DisentangledKind("encoder.rel_embeddings.weight", "encoder.LayerNorm"),
    };

    internal override bool Pools => false;

    private protected override Embeddings Table => _embeddings;

    internal override TransformerStack? Stack => _encoder;

    /// <summary>What of a configuration cannot be built; null: nothing.</summary>
    internal static string? Fault(EncoderConfig config)
    {
        DisentangledSettings settings = DisentangledSettings.Of(config);
        if (!config.OtherFlag("relative_attention", fallback: false)) return "relative_attention is not true, and a DeBERTa's is";
        if (config.OtherFlag("position_biased_input", fallback: true))
            return "position_biased_input is not false, and a DeBERTa here has no absolute positions";
        if (!config.OtherFlag("share_att_key", fallback: false))
            return "share_att_key is not true, and a DeBERTa here makes queries and keys of positions by the layers that make its own";
        if (config.TypeVocabSize > 0) return $"type_vocab_size is {config.TypeVocabSize}, and a DeBERTa here has no token types";
        if (config.OtherNumber("conv_kernel_size") is > 0 and var kernel)
            return FormattableString.Invariant($"conv_kernel_size is {kernel}, and a DeBERTa here has no convolution");
        if (config.OtherNumber("pooler_hidden_size") is { } pooled && pooled != config.HiddenSize)
            return FormattableString.Invariant($"pooler_hidden_size is {pooled}, and a pooler here is as wide as hidden_size");
        if (config.OtherTexts("pos_att_type")?.FirstOrDefault(kind => kind is not ("c2p" or "p2c")) is { } unknown)
            return $"pos_att_type names '{unknown}'; known: c2p, p2c";
        if (config.OtherTexts("norm_rel_ebd")?.FirstOrDefault(kind => kind is not ("layer_norm" or "none")) is { } norm)
            return $"norm_rel_ebd names '{norm}'; known: layer_norm, none";
        if (settings.Span > MostDistances) return $"distances up to {settings.Span} are more than {MostDistances}";
        if (settings.Buckets == 1) return "position_buckets is 1, and near distances have one each";
        return settings.Buckets > 0 && settings.Farthest - 1 <= settings.Buckets / 2
            ? $"position_buckets is {settings.Buckets}, too many for distances up to {settings.Farthest}"
            : null;
    }

    /// <summary>Makes a file's pooler as wide as its hidden states, where it says how wide that is.</summary>
    /// <param name="file">The file's keys.</param>
    internal static void Fit(JsonObject file)
    {
        if (file.ContainsKey("pooler_hidden_size")) file["pooler_hidden_size"] = file["hidden_size"]?.DeepClone();
    }

    private protected override EncoderOutput Run(Tensor ids, Tensor mask, Tensor? types, OutputCollector outputs)
    {
        Tensor embedded = Embed(ids, types: null); // (batch, length, width)
        Tensor real = mask.unsqueeze(-1).to(embedded.dtype); // (batch, length, 1)
        return outputs.Finish(_encoder.call(embedded * real, Keep(mask), outputs), pooled: null);
    }

    private static SelfAttention Attention(EncoderConfig config, RelativePositions positions) => new(
        config,
        "query_proj",
        "key_proj",
        "value_proj",
        positions: (query, key) => new DisentangledPositions(config, positions, query, key));
}
