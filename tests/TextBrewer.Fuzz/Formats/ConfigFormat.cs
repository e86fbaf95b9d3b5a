using TextBrewer.Fuzz.Cases;

namespace TextBrewer.Fuzz.Formats;

/// <summary><c>config.json</c> of a model's folder.</summary>
internal sealed class ConfigFormat : Format
{
    internal override string Name => "config";

    internal override string File => "config.json";

    internal override IReadOnlyList<string> Words =>
    [
        "bert", "roberta", "electra", "distilbert", "bigru", "gelu_new", "multi_label_classification", "regression", "num_labels",
        "id2label", "label2id", "vocab_size", "hidden_size", "num_hidden_layers", "pad_token_id", "layer_norm_eps", "initializer_range",
        "embedding_size", "n_layers", "dim", "BertForTokenClassification", "BertForQuestionAnswering", "position_embedding_type",
        "classifier_dropout", "torch_dtype", "albert", "deberta-v2", "modernbert", "mpnet", "num_hidden_groups", "layer_types",
        "sliding_attention", "full_attention", "rope_theta", "local_attention", "position_buckets", "max_relative_positions", "c2p|p2c",
    ];

    internal override IReadOnlyList<Seed> Seeds() =>
    [
        .. new[]
        {
            "bert-sequence",
            "roberta-token",
            "electra-qa",
            "distilbert-sequence",
            "bert-choice",
            "modern/models/xlm-roberta-sequence",
            "modern/models/albert-sequence",
            "modern/models/deberta-v3-token",
            "modern/models/modernbert-sequence",
        }.Select(ModelFolders.Of),
    ];

    internal override byte[] Mutate(string file, byte[] bytes, Random random) => Mutations.Json(bytes, random, Words);

    internal override void Read(string folder) => ModelUse.Ask(folder);
}
