using TextBrewer.Models.Bert;
using TextBrewer.Models.DistilBert;
using TextBrewer.Models.Electra;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Recurrent;
using TextBrewer.Models.Roberta;

namespace TextBrewer.Models.Architectures;

/// <summary>All architectures, a row each: another one is a folder for its encoder and a row here.</summary>
internal static class ArchitectureTable
{
    /// <summary>BERT (Devlin et al. 2019).</summary>
    internal static readonly Architecture Bert = new(
        "bert",
        "BERT",
        "Bert",
        BertModel.Layers,
        (config, pooler) => new BertModel(config, pooler))
    {
        HasPooler = true,
        MaskedLanguage = new(
            Transform: "cls.predictions.transform.dense",
            Norm: "cls.predictions.transform.LayerNorm",
            Bias: "cls.predictions.bias",
            WordTwins: ["cls.predictions.decoder.weight"],
            BiasTwins: ["cls.predictions.decoder.bias"]),
    };

    /// <summary>RoBERTa (Liu et al. 2019).</summary>
    internal static readonly Architecture Roberta = new(
        "roberta",
        "RoBERTa",
        "Roberta",
        BertModel.Layers,
        (config, pooler) => new RobertaModel(config, pooler))
    {
        HasPooler = true,
        Inputs = ModelInputs.IdsAndMask,
        Positions = PositionCounting.BehindPadding,
        Keys = new() { Defaults = new Dictionary<string, double> { ["vocab_size"] = 50265, ["pad_token_id"] = 1 } },
        Sequence = SequenceHeadParts.Deep("classifier.dense", "tanh", "classifier.out_proj") with { DropsInput = true },
        MaskedLanguage = new(
            Transform: "lm_head.dense",
            Norm: "lm_head.layer_norm",
            Bias: "lm_head.bias",
            WordTwins: ["lm_head.decoder.weight"],
            BiasTwins: ["lm_head.decoder.bias"]),
    };

    /// <summary>ELECTRA (Clark et al. 2020).</summary>
    internal static readonly Architecture Electra = new(
        "electra",
        "ELECTRA",
        "Electra",
        BertModel.Layers,
        (config, _) => new ElectraModel(config))
    {
        ProjectsEmbeddings = true,
        Keys = new()
        {
            Defaults = new Dictionary<string, double>
            {
                ["embedding_size"] = 128,
                ["hidden_size"] = 256,
                ["num_attention_heads"] = 4,
                ["intermediate_size"] = 1024,
            },
        },
        Sequence = SequenceHeadParts.Deep("classifier.dense", "gelu", "classifier.out_proj") with { DropsInput = true },
        Choice = SequenceHeadParts.Deep("sequence_summary.summary", "gelu", "classifier"),
        MaskedLanguage = new(
            Transform: "generator_predictions.dense",
            Norm: "generator_predictions.LayerNorm",
            Bias: "generator_lm_head.bias",
            WordTwins: ["generator_lm_head.weight"],
            BiasTwins: [])
        { Activation = "gelu" },
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
            Defaults = new Dictionary<string, double> { ["num_hidden_layers"] = 6, ["classifier_dropout"] = 0.2 },
        },
        Sequence = SequenceHeadParts.Deep("pre_classifier", "relu", "classifier"),
        Choice = SequenceHeadParts.Deep("pre_classifier", "relu", "classifier"),
        // The dropout of a classifier is for sequences here.
        TokenDropout = config => config.HiddenDropoutProb,
        AnswerDropout = config => config.OtherNumber("qa_dropout") ?? 0.1,
        MaskedLanguage = new(
            Transform: "vocab_transform",
            Norm: "vocab_layer_norm",
            Bias: "vocab_projector.bias",
            WordTwins: ["vocab_projector.weight"],
            BiasTwins: []),
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
    internal static readonly IReadOnlyList<Architecture> All = [Bert, Roberta, Electra, DistilBert, BiGru];

    /// <summary>The names of the rows.</summary>
    internal static readonly IReadOnlyList<string> Names = [.. All.Select(architecture => architecture.Name)];
}
