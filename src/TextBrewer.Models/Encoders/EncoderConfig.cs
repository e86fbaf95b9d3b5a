using System.Text.Json;
using System.Text.Json.Serialization;

namespace TextBrewer.Models.Encoders;

/// <summary>An encoder's <c>config.json</c>, under BERT's names for every architecture. Keys that are not used here are kept.</summary>
public sealed record EncoderConfig
{
    private const string DefaultModelType = "bert";

    /// <summary>The architecture, as <c>presets</c> lists them: <c>bert</c>, <c>deberta-v2</c>, <c>bigru</c>, which is ours.</summary>
    public string ModelType { get; init; } = DefaultModelType;

    /// <summary>The class of transformers that reads these weights.</summary>
    public IReadOnlyList<string>? Architectures { get; init; }

    /// <summary>Entries of the vocabulary.</summary>
    public int VocabSize { get; init; } = 30522;

    /// <summary>Width of the hidden states.</summary>
    public int HiddenSize { get; init; } = 768;

    /// <summary>Width of the embeddings, where a projection takes them to <see cref="HiddenSize"/>; null: the same.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? EmbeddingSize { get; init; }

    /// <summary>Layers.</summary>
    public int NumHiddenLayers { get; init; } = 12;

    /// <summary>Attention heads of a layer.</summary>
    public int NumAttentionHeads { get; init; } = 12;

    /// <summary>Width of the feed-forward network.</summary>
    public int IntermediateSize { get; init; } = 3072;

    /// <summary>Activation of the feed-forward network: <c>gelu</c> (exact), <c>gelu_new</c> (tanh form), <c>relu</c> and others.</summary>
    public string HiddenAct { get; init; } = "gelu";

    /// <summary>Dropout of hidden states.</summary>
    public double HiddenDropoutProb { get; init; } = 0.1;

    /// <summary>Dropout of attention probabilities.</summary>
    public double AttentionProbsDropoutProb { get; init; } = 0.1;

    /// <summary>Dropout before the classifier; null: <see cref="HiddenDropoutProb"/>.</summary>
    public double? ClassifierDropout { get; init; }

    /// <summary>Entries of the table of positions.</summary>
    public int MaxPositionEmbeddings { get; init; } = 512;

    /// <summary>Token types: 2 where pairs of texts are told apart.</summary>
    public int TypeVocabSize { get; init; } = 2;

    /// <summary>Deviation of random initial weights.</summary>
    public double InitializerRange { get; init; } = 0.02;

    /// <summary>Epsilon of layer normalisation.</summary>
    public double LayerNormEps { get; init; } = 1e-12;

    /// <summary>The padding's entry of the vocabulary, which gets no gradient; null: none.</summary>
    public int? PadTokenId { get; init; } = 0;

    /// <summary>
    /// <c>single_label_classification</c>, <c>multi_label_classification</c> or <c>regression</c>; null: regression for one label, else
    /// single label.
    /// </summary>
    public string? ProblemType { get; init; }

    /// <summary>The labels' names by index.</summary>
    [JsonPropertyName("id2label")]
    public IReadOnlyDictionary<string, string>? IdToLabel { get; init; }

    /// <summary>The labels' indices by name.</summary>
    [JsonPropertyName("label2id")]
    public IReadOnlyDictionary<string, int>? LabelToId { get; init; }

    /// <summary>Keys that mean nothing here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Other { get; init; }

    /// <summary>How many labels there are: transformers' default is 2.</summary>
    [JsonIgnore]
    public int NumLabels => IdToLabel?.Count ?? 2;

    /// <summary><see cref="ProblemType"/>, or what it means where it says nothing.</summary>
    [JsonIgnore]
    public string Problem => ProblemType ?? (NumLabels == 1 ? "regression" : "single_label_classification");

    /// <summary>The labels' names in their order.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Labels =>
        [.. Enumerable.Range(0, NumLabels).Select(i => IdToLabel?.GetValueOrDefault(Index(i)) ?? $"LABEL_{Index(i)}")];

    /// <summary>A configuration with other labels.</summary>
    /// <param name="labels">Their names, in the order of their indices.</param>
    /// <exception cref="InvalidDataException">A label stands there twice.</exception>
    public EncoderConfig WithLabels(IReadOnlyList<string> labels)
    {
        if (labels.GroupBy(label => label, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new InvalidDataException($"The label '{twice.Key}' is named twice: each label needs a name of its own.");
        return this with
        {
            IdToLabel = labels.Select((label, i) => (label, i)).ToDictionary(p => Index(p.i), p => p.label),
            LabelToId = labels.Select((label, i) => (label, i)).ToDictionary(p => p.label, p => p.i),
        };
    }

    /// <summary>A configuration that says of which type its weights are; one that says nothing about it stays silent.</summary>
    internal EncoderConfig WithType(string type)
    {
        if (Other is null) return this;
        JsonElement value = JsonSerializer.SerializeToElement(type);
        return this with { Other = Other.ToDictionary(p => p.Key, p => p.Key is "dtype" or "torch_dtype" ? value : p.Value) };
    }

    /// <summary>A number among the keys that only some architectures have.</summary>
    internal double? OtherNumber(string key) =>
        Other is not null && Other.TryGetValue(key, out JsonElement value) && value.ValueKind == JsonValueKind.Number
            ? value.GetDouble()
            : null;

    /// <summary>Whether a key that only some architectures have is true; what a file does not say is the fallback.</summary>
    internal bool OtherFlag(string key, bool fallback) =>
        Other is not null && Other.TryGetValue(key, out JsonElement value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.ValueKind == JsonValueKind.True
            : fallback;

    /// <summary>A text among the keys that only some architectures have; null: it is not there.</summary>
    internal string? OtherText(string key) =>
        Other is not null && Other.TryGetValue(key, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    /// <summary>Texts among the keys that only some architectures have, a list or joined by |; null: they are not there.</summary>
    internal IReadOnlyList<string>? OtherTexts(string key)
    {
        if (OtherText(key) is { } joined) return joined.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (Other is null || !Other.TryGetValue(key, out JsonElement value) || value.ValueKind != JsonValueKind.Array) return null;
        return [.. value.EnumerateArray().Select(one => one.ValueKind == JsonValueKind.String ? one.GetString()! : one.GetRawText())];
    }

    private static string Index(int i) => i.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
