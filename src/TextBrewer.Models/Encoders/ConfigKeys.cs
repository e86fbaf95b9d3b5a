using System.Text.Json.Nodes;

namespace TextBrewer.Models.Encoders;

/// <summary>The keys of a <c>config.json</c> whose names or defaults are not BERT's, as transformers has them.</summary>
internal static class ConfigKeys
{
    // transformers' class → BERT's name.
    private static readonly Dictionary<string, string> DistilBert = new(StringComparer.Ordinal)
    {
        ["dim"] = "hidden_size",
        ["n_layers"] = "num_hidden_layers",
        ["n_heads"] = "num_attention_heads",
        ["hidden_dim"] = "intermediate_size",
        ["activation"] = "hidden_act",
        ["dropout"] = "hidden_dropout_prob",
        ["attention_dropout"] = "attention_probs_dropout_prob",
        ["seq_classif_dropout"] = "classifier_dropout",
    };

    // What a DistilBERT has not: it has no token types, and its epsilon is fixed.
    private static readonly string[] NotInDistilBert = ["type_vocab_size", "layer_norm_eps"];

    private static readonly Dictionary<string, JsonObject> Defaults = new(StringComparer.Ordinal)
    {
        ["roberta"] = new() { ["vocab_size"] = 50265, ["pad_token_id"] = 1 },
        ["electra"] = new() { ["embedding_size"] = 128, ["hidden_size"] = 256, ["num_attention_heads"] = 4, ["intermediate_size"] = 1024 },
        ["distilbert"] = new() { ["num_hidden_layers"] = 6, ["classifier_dropout"] = 0.2 },
    };

    /// <summary>A file's keys under BERT's names, with the architecture's defaults where it is silent.</summary>
    internal static JsonObject FromFile(JsonObject file)
    {
        string type = Type(file);
        JsonObject keys = [];
        foreach ((string key, JsonNode? value) in file) keys[type == "distilbert" ? DistilBert.GetValueOrDefault(key, key) : key] = value?
            .DeepClone();
        if (Defaults.TryGetValue(type, out JsonObject? defaults))
            foreach ((string key, JsonNode? value) in defaults) keys.TryAdd(key, value!.DeepClone());
        // Before there were names for labels, files said how many there are.
        if (!keys.ContainsKey("id2label") && keys["num_labels"] is JsonValue count && count.TryGetValue(out int labels)
            && labels is > 0 and < 100_000)
            keys["id2label"] = new JsonObject(Enumerable.Range(0, labels).Select(
                i => KeyValuePair.Create(FormattableString.Invariant($"{i}"), (JsonNode?)FormattableString.Invariant($"LABEL_{i}"))));
        return keys;
    }

    /// <summary>BERT's name of a key.</summary>
    internal static string Canonical(string key) => DistilBert.GetValueOrDefault(key, key);

    /// <summary>The same way back.</summary>
    internal static JsonObject ToFile(JsonObject keys)
    {
        if (Type(keys) != "distilbert") return keys;
        Dictionary<string, string> names = DistilBert.ToDictionary(p => p.Value, p => p.Key, StringComparer.Ordinal);
        JsonObject file = [];
        foreach ((string key, JsonNode? value) in keys)
            // What is not set is the default of transformers, which knows no null here.
            if (!NotInDistilBert.Contains(key)
                && !(value is null && names.ContainsKey(key))) file[names.GetValueOrDefault(key, key)] = value?.DeepClone();
        return file;
    }

    private static string Type(JsonObject keys) =>
        keys["model_type"] is JsonValue value && value.TryGetValue(out string? type) ? type : "bert";
}
