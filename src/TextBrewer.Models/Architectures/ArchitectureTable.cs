using System.Text.Json.Nodes;
using TextBrewer.Models.Albert;
using TextBrewer.Models.Bert;
using TextBrewer.Models.Deberta;
using TextBrewer.Models.DistilBert;
using TextBrewer.Models.Electra;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.ModernBert;
using TextBrewer.Models.MPNet;
using TextBrewer.Models.Recurrent;
using TextBrewer.Models.Roberta;

namespace TextBrewer.Models.Architectures;

/// <summary>All architectures, a row each: another one is a folder for its encoder and a row here.</summary>
internal static class ArchitectureTable
{
    private static readonly MaskedLanguageNames BertPredictions = new(
        Transform: "cls.predictions.transform.dense",
        Norm: "cls.predictions.transform.LayerNorm",
        Bias: "cls.predictions.bias",
        WordTwins: ["cls.predictions.decoder.weight"],
        BiasTwins: ["cls.predictions.decoder.bias"]);

    private static readonly MaskedLanguageNames RobertaPredictions = new(
        Transform: "lm_head.dense",
        Norm: "lm_head.layer_norm",
        Bias: "lm_head.bias",
        WordTwins: ["lm_head.decoder.weight"],
        BiasTwins: ["lm_head.decoder.bias"]);

    // transformers calls it a pooler and has it outside of the encoder.
    private static readonly HeadParts DebertaPooled = new("classifier")
    {
        Source = _ => SequenceSource.First,
        Dense = "pooler.dense",
        Activation = config => config.OtherText("pooler_hidden_act") ?? "gelu",
        InputDropout = config => config.OtherNumber("pooler_dropout") ?? 0,
    };

    private static readonly HeadParts ModernBertHead = new("classifier")
    {
        Source = config => config.OtherText("classifier_pooling") == "mean" ? SequenceSource.Mean : SequenceSource.First,
        Dense = "head.dense",
        HasDenseBias = config => config.OtherFlag("classifier_bias", fallback: false),
        Activation = config => config.OtherText("classifier_activation") ?? "gelu",
        Norm = "head.norm",
        HasNormBias = ModernBertModel.HasNormBias,
        Dropout = config => config.ClassifierDropout ?? 0,
    };

    /// <summary>BERT (Devlin et al. 2019).</summary>
    internal static readonly Architecture Bert = new(
        "bert",
        "BERT",
        "Bert",
        BertModel.Layers,
        (config, pooler) => new BertModel(config, pooler))
    {
        HasPooler = true,
        MaskedLanguage = _ => BertPredictions,
    };

    /// <summary>RoBERTa (Liu et al. 2019).</summary>
    internal static readonly Architecture Roberta = LikeRoberta("roberta", "RoBERTa", "Roberta", "roberta");

    /// <summary>XLM-RoBERTa (Conneau et al. 2020): RoBERTa in many languages.</summary>
    internal static readonly Architecture XlmRoberta = LikeRoberta("xlm-roberta", "XLM-RoBERTa", "XLMRoberta", "roberta");

    /// <summary>CamemBERT (Martin et al. 2020): RoBERTa in French.</summary>
    internal static readonly Architecture Camembert = LikeRoberta("camembert", "CamemBERT", "Camembert", "roberta");

    /// <summary>data2vec's model of texts (Baevski et al. 2022): RoBERTa, trained otherwise.</summary>
    internal static readonly Architecture Data2VecText = LikeRoberta("data2vec-text", "data2vec", "Data2VecText", "data2vec_text");

    /// <summary>ELECTRA (Clark et al. 2020).</summary>
    internal static readonly Architecture Electra = new(
        "electra",
        "ELECTRA",
        "Electra",
        ElectraModel.Layers,
        (config, _) => new ElectraModel(config))
    {
        ProjectsEmbeddings = true,
        Keys = new()
        {
            Defaults = new Dictionary<string, JsonNode?>
            {
                ["embedding_size"] = 128,
                ["hidden_size"] = 256,
                ["num_attention_heads"] = 4,
                ["intermediate_size"] = 1024,
            },
        },
        Sequence = HeadParts.Deep("classifier.dense", "gelu", "classifier.out_proj") with { InputDropout = HeadParts.ClassifierDropout },
        Choice = HeadParts.Deep("sequence_summary.summary", "gelu", "classifier"),
        MaskedLanguage = _ => new(
            Transform: "generator_predictions.dense",
            Norm: "generator_predictions.LayerNorm",
            Bias: "generator_lm_head.bias",
            WordTwins: ["generator_lm_head.weight"],
            BiasTwins: [])
        { Activation = _ => "gelu" },
    };

    /// <summary>DistilBERT (Sanh et al. 2019): no token types, a fixed epsilon, key names of its own.</summary>
    internal static readonly Architecture DistilBert = new(
        "distilbert",
        "DistilBERT",
        "DistilBert",
        DistilBertModel.Layers,
        (config, _) => new DistilBertModel(config))
    {
        Inputs = ModelInputs.IdsAndMask,
        Keys = new()
        {
            Names = new Dictionary<string, string>
            {
                ["dim"] = "hidden_size",
                ["n_layers"] = "num_hidden_layers",
                ["n_heads"] = "num_attention_heads",
                ["hidden_dim"] = "intermediate_size",
                ["activation"] = "hidden_act",
                ["dropout"] = "hidden_dropout_prob",
                ["attention_dropout"] = "attention_probs_dropout_prob",
                ["seq_classif_dropout"] = "classifier_dropout",
            },
            Absent = ["type_vocab_size", "layer_norm_eps"],
            Defaults = new Dictionary<string, JsonNode?> { ["num_hidden_layers"] = 6, ["classifier_dropout"] = 0.2 },
        },
        Sequence = HeadParts.Deep("pre_classifier", "relu", "classifier"),
        Choice = HeadParts.Deep("pre_classifier", "relu", "classifier"),
        // The dropout of a classifier is for sequences here.
        Token = new("classifier") { Dropout = config => config.HiddenDropoutProb },
        Answer = new("qa_outputs") { Dropout = config => config.OtherNumber("qa_dropout") ?? 0.1 },
        MaskedLanguage = _ => new(
            Transform: "vocab_transform",
            Norm: "vocab_layer_norm",
            Bias: "vocab_projector.bias",
            WordTwins: ["vocab_projector.weight"],
            BiasTwins: []),
    };

    /// <summary>MPNet (Song et al. 2020): a bias by distance, no token types, no dropout of a classifier's own.</summary>
    internal static readonly Architecture MPNet = new(
        "mpnet",
        "MPNet",
        "MPNet",
        MPNetModel.Layers,
        (config, pooler) => new MPNetModel(config, pooler))
    {
        HasPooler = true,
        Inputs = ModelInputs.IdsAndMask,
        Positions = PositionCounting.BehindPadding,
        Keys = new()
        {
            Absent = ["type_vocab_size", "classifier_dropout"],
            Defaults = new Dictionary<string, JsonNode?> { ["vocab_size"] = 30527, ["pad_token_id"] = 1 },
        },
        Fault = MPNetModel.Fault,
        Sequence = HeadParts.Deep("classifier.dense", "tanh", "classifier.out_proj") with { InputDropout = HeadParts.ClassifierDropout },
        MaskedLanguage = _ => RobertaPredictions with { Activation = _ => "gelu" },
    };

    /// <summary>ALBERT (Lan et al. 2020): narrow embeddings, and layers that share their weights.</summary>
    internal static readonly Architecture Albert = new(
        "albert",
        "ALBERT",
        "Albert",
        AlbertModel.Layers,
        (config, pooler) => new AlbertModel(config, pooler))
    {
        HasPooler = true,
        ProjectsEmbeddings = true,
        KeepsEmbeddingWidth = true,
        Keys = new()
        {
            Names = new Dictionary<string, string> { ["classifier_dropout_prob"] = "classifier_dropout" },
            Defaults = new Dictionary<string, JsonNode?>
            {
                ["vocab_size"] = 30000,
                ["embedding_size"] = 128,
                ["hidden_size"] = 4096,
                ["num_attention_heads"] = 64,
                ["intermediate_size"] = 16384,
                ["hidden_act"] = "gelu_new",
                ["hidden_dropout_prob"] = 0,
                ["attention_probs_dropout_prob"] = 0,
                ["classifier_dropout"] = 0.1,
            },
        },
        Fault = AlbertModel.Fault,
        MaskedLanguage = _ => new(
            Transform: "predictions.dense",
            Norm: "predictions.LayerNorm",
            Bias: "predictions.bias",
            WordTwins: ["predictions.decoder.weight"],
            BiasTwins: ["predictions.decoder.bias"]),
    };

    /// <summary>DeBERTa's second and third version (He et al. 2021, 2023): disentangled attention, and a pooler of the head's.</summary>
    internal static readonly Architecture Deberta = new(
        "deberta-v2",
        "DeBERTa",
        "DebertaV2",
        DebertaModel.Layers,
        (config, _) => new DebertaModel(config))
    {
        Prefix = "deberta",
        Inputs = ModelInputs.IdsAndMask,
        Positions = PositionCounting.WithoutTable,
        Keys = new()
        {
            Names = new Dictionary<string, string> { ["cls_dropout"] = "classifier_dropout" },
            Defaults = new Dictionary<string, JsonNode?>
            {
                ["vocab_size"] = 128100,
                ["hidden_size"] = 1536,
                ["num_hidden_layers"] = 24,
                ["num_attention_heads"] = 24,
                ["intermediate_size"] = 6144,
                ["type_vocab_size"] = 0,
                ["layer_norm_eps"] = 1e-7,
            },
            Own = positions => new Dictionary<string, JsonNode?>
            {
                ["relative_attention"] = true,
                ["position_buckets"] = Math.Min(256, positions / 2),
                ["max_relative_positions"] = -1,
                ["norm_rel_ebd"] = "layer_norm",
                ["share_att_key"] = true,
                ["pos_att_type"] = "p2c|c2p",
                ["position_biased_input"] = false,
            },
            Fit = DebertaModel.Fit,
        },
        Fault = DebertaModel.Fault,
        NarrowsLoss = true,
        Sequence = DebertaPooled,
        Choice = DebertaPooled,
        // The dropout of a classifier is for sequences here.
        Token = new("classifier") { Dropout = config => config.HiddenDropoutProb },
        MaskedLanguage = config => config.OtherFlag("legacy", fallback: true)
            ? BertPredictions
            : new(
                Transform: "lm_predictions.lm_head.dense",
                Norm: "lm_predictions.lm_head.LayerNorm",
                Bias: "lm_predictions.lm_head.bias",
                WordTwins: [],
                BiasTwins: []),
    };

    /// <summary>ModernBERT (Warner et al. 2024): rotary positions, local layers between global ones, a dense layer in every head.</summary>
    internal static readonly Architecture ModernBert = new(
        "modernbert",
        "ModernBERT",
        "ModernBert",
        ModernBertModel.Layers,
        (config, _) => new ModernBertModel(config))
    {
        Prefix = "model",
        Inputs = ModelInputs.IdsAndMask,
        Positions = PositionCounting.WithoutTable,
        Embeddings = ModernBertModel.Names,
        Keys = new()
        {
            Names = new Dictionary<string, string>
            {
                ["hidden_activation"] = "hidden_act",
                ["norm_eps"] = "layer_norm_eps",
                ["mlp_dropout"] = "hidden_dropout_prob",
                ["attention_dropout"] = "attention_probs_dropout_prob",
            },
            Absent = ["type_vocab_size"],
            Defaults = new Dictionary<string, JsonNode?>
            {
                ["vocab_size"] = 50368,
                ["num_hidden_layers"] = 22,
                ["intermediate_size"] = 1152,
                ["max_position_embeddings"] = 8192,
                ["layer_norm_eps"] = 1e-5,
                ["hidden_dropout_prob"] = 0,
                ["attention_probs_dropout_prob"] = 0,
                ["classifier_dropout"] = 0,
                ["pad_token_id"] = 50283,
            },
            Fit = LocalAttention.Fit,
        },
        Fault = ModernBertModel.Fault,
        Sequence = ModernBertHead,
        Choice = ModernBertHead,
        Token = ModernBertHead,
        Answer = ModernBertHead,
        MaskedLanguage = _ => new(
            Transform: "head.dense",
            Norm: "head.norm",
            Bias: "decoder.bias",
            WordTwins: ["decoder.weight"],
            BiasTwins: [])
        {
            Activation = ModernBertHead.Activation,
            HasTransformBias = ModernBertHead.HasDenseBias,
            HasNormBias = ModernBertHead.HasNormBias,
            HasBias = config => config.OtherFlag("decoder_bias", fallback: true),
        },
    };

    /// <summary>TextBrewer's recurrent student.</summary>
    internal static readonly Architecture BiGru = new(
        "bigru",
        "BiGRU",
        "BiGru",
        BiGruModel.Layers,
        (config, _) => new BiGruModel(config))
    {
        HasPooler = true,
        IsKnownToTransformers = false,
    };

    /// <summary>Every row.</summary>
    internal static readonly IReadOnlyList<Architecture> All =
    [
        Bert,
        Roberta,
        XlmRoberta,
        Camembert,
        Data2VecText,
        Electra,
        DistilBert,
        MPNet,
        Albert,
        Deberta,
        ModernBert,
        BiGru,
    ];

    /// <summary>The names of the rows.</summary>
    internal static readonly IReadOnlyList<string> Names = [.. All.Select(architecture => architecture.Name)];

    /// <summary>RoBERTa under another name.</summary>
    private static Architecture LikeRoberta(string name, string title, string className, string prefix) => new(
        name,
        title,
        className,
        BertModel.Layers,
        (config, pooler) => new RobertaModel(config, pooler))
    {
        Prefix = prefix,
        HasPooler = true,
        Inputs = ModelInputs.IdsAndMask,
        Positions = PositionCounting.BehindPadding,
        Keys = new() { Defaults = new Dictionary<string, JsonNode?> { ["vocab_size"] = 50265, ["pad_token_id"] = 1 } },
        Sequence = HeadParts.Deep("classifier.dense", "tanh", "classifier.out_proj") with { InputDropout = HeadParts.ClassifierDropout },
        MaskedLanguage = _ => RobertaPredictions,
    };
}
