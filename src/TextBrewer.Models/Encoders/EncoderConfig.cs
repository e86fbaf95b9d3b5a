using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace TextBrewer.Models.Encoders;

/// <summary>
/// An encoder's <c>config.json</c>, under BERT's names for every architecture (<see cref="ConfigKeys"/> translates). Keys that are not used
/// here are kept.
/// </summary>
public sealed record EncoderConfig
{
    /// <summary>The architecture: <c>bert</c>, <c>roberta</c>, <c>electra</c>, <c>distilbert</c>, or <c>bigru</c>, which is ours.</summary>
    public string ModelType { get; init; } = "bert";

    /// <summary>The class of transformers that reads these weights.</summary>
    public IReadOnlyList<string>? Architectures { get; init; }

    /// <summary>Entries of the vocabulary.</summary>
    public int VocabSize { get; init; } = 30522;

    /// <summary>Width of the hidden states.</summary>
    public int HiddenSize { get; init; } = 768;

    /// <summary>Width of the embeddings, where a projection takes them to <see cref="HiddenSize"/> (ELECTRA); null: the same.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? EmbeddingSize { get; init; }

    /// <summary>Layers.</summary>
    public int NumHiddenLayers { get; init; } = 12;

    /// <summary>Attention heads of a layer.</summary>
    public int NumAttentionHeads { get; init; } = 12;

    /// <summary>Width of the feed-forward network.</summary>
    public int IntermediateSize { get; init; } = 3072;

    /// <summary>Its activation: <c>gelu</c> (exact), <c>gelu_new</c> (tanh form), <c>relu</c> and others.</summary>
    public string HiddenAct { get; init; } = "gelu";

    /// <summary>Dropout of hidden states.</summary>
    public double HiddenDropoutProb { get; init; } = 0.1;

    /// <summary>Dropout of attention probabilities.</summary>
    public double AttentionProbsDropoutProb { get; init; } = 0.1;

    /// <summary>Dropout before the classifier; null: <see cref="HiddenDropoutProb"/>.</summary>
    public double? ClassifierDropout { get; init; }

    /// <summary>Entries of the table of positions.</summary>
    public int MaxPositionEmbeddings { get; init; } = 512;

    /// <summary>The longest sequence, in tokens: RoBERTa counts its positions from behind the padding's.</summary>
    [JsonIgnore]
    public int Positions => ModelType == "roberta" ? MaxPositionEmbeddings - (PadTokenId ?? 1) - 1 : MaxPositionEmbeddings;

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

    /// <summary>The same with other labels.</summary>
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

    /// <summary>The same, saying that its weights are of this type; a configuration that says nothing about it stays silent.</summary>
    internal EncoderConfig WithType(string type)
    {
        if (Other is null) return this;
        JsonElement value = JsonSerializer.SerializeToElement(type);
        return this with { Other = Other.ToDictionary(p => p.Key, p => p.Key is "dtype" or "torch_dtype" ? value : p.Value) };
    }

    /// <summary>Reads a <c>config.json</c>.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="InvalidDataException">It is malformed, describes another architecture, or its sizes do not fit each
    /// other.</exception>
    public static EncoderConfig FromFile(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no '{path}': a model folder needs a config.json.", path);
        return FromJson(File.ReadAllText(path), $"'{path}'");
    }

    /// <summary>Reads the text of a <c>config.json</c>.</summary>
    /// <param name="json">The text.</param>
    /// <param name="source">Where it is from, for errors.</param>
    public static EncoderConfig FromJson(string json, string source)
    {
        try
        {
            JsonObject keys = JsonNode.Parse(json) as JsonObject ?? throw new JsonException("it is not an object.");
            EncoderConfig config = ConfigKeys.FromFile(keys).Deserialize<EncoderConfig>(Options)!;
            return config.Fault() is { } fault
                ? throw new InvalidDataException($"{source} does not describe a model that can be built: {fault}.")
                : config;
        }
        catch (Exception problem) when (problem is JsonException or ArgumentException or InvalidOperationException)
        {
            // A key that stands twice is an ArgumentException of the JSON reader.
            throw new InvalidDataException($"{source} is not a model configuration: {problem.Message}", problem);
        }
    }

    /// <summary>Whether a key means something to a model of this configuration.</summary>
    public bool HasKey(string key) => Keys.Contains(ConfigKeys.Canonical(key));

    /// <summary>The keys that mean something, under BERT's names.</summary>
    [JsonIgnore]
    public IEnumerable<string> Keys =>
        Options.GetTypeInfo(typeof(EncoderConfig)).Properties.Where(p => !p.IsExtensionData).Select(p => p.Name).Concat(Other?.Keys ?? []);

    /// <summary>
    /// The same with other values for some keys: those of a <c>config.json</c>, under BERT's names or the architecture's own.
    /// </summary>
    /// <param name="changes">Keys and values; another <c>model_type</c> keeps what both architectures have, and as many positions.</param>
    /// <param name="source">Where they are from, for errors.</param>
    /// <exception cref="InvalidDataException">The result cannot be built.</exception>
    public EncoderConfig With(JsonObject changes, string source)
    {
        EncoderConfig start = changes["model_type"] is JsonValue type && type.TryGetValue(out string? name) ? As(name) : this;
        JsonObject keys = JsonSerializer.SerializeToNode(start, Options)!.AsObject();
        foreach ((string key, JsonNode? value) in changes) keys[ConfigKeys.Canonical(key)] = value?.DeepClone();
        return FromJson(ConfigKeys.ToFile(keys).ToJsonString(), source);
    }

    /// <summary>The same for another architecture: as many positions, and pairs told apart where the architecture can.</summary>
    internal EncoderConfig As(string modelType) => modelType == ModelType ? this : this with
    {
        ModelType = modelType,
        MaxPositionEmbeddings = Positions + (modelType == "roberta" ? (PadTokenId ?? 1) + 1 : 0),
        TypeVocabSize = modelType == "roberta" ? TypeVocabSize : Math.Max(2, TypeVocabSize),
        EmbeddingSize = null,
    };

    /// <summary>The text of a <c>config.json</c>.</summary>
    public string ToJson() => ConfigKeys.ToFile(JsonSerializer.SerializeToNode(this, Options)!.AsObject()).ToJsonString(Options);

    /// <summary>About how many parameters the encoder has: embeddings, attention and feed-forward networks.</summary>
    internal double ApproximateParameters =>
        ((double)VocabSize + MaxPositionEmbeddings + TypeVocabSize) * (EmbeddingSize ?? HiddenSize)
        + (ModelType == "bigru"
            ? 12.0 * HiddenSize * HiddenSize * NumHiddenLayers
            : NumHiddenLayers * ((4.0 * HiddenSize * HiddenSize) + (2.0 * HiddenSize * IntermediateSize)));

    private string? Fault()
    {
        if (!Architecture.IsKnown(ModelType)) return $"model_type is '{ModelType}'; known: {string.Join(", ", Architecture.Names)}";
        if (VocabSize < 1 || HiddenSize < 1 || NumHiddenLayers < 1 || NumAttentionHeads < 1 || IntermediateSize < 1
            || MaxPositionEmbeddings < 1
            || TypeVocabSize < 1
            || EmbeddingSize < 1)
            return "a size is below 1";
        if (EmbeddingSize is { } width && width != HiddenSize && ModelType != "electra") return $"embedding_size is {width}, which a "
            + $"{ModelType} does not have: its embeddings are as wide as hidden_size, {HiddenSize}";
        if (Positions < 1) return $"max_position_embeddings {MaxPositionEmbeddings} leaves no position behind the padding's, {PadTokenId}";
        if (HiddenSize
            % NumAttentionHeads != 0) return $"hidden_size {HiddenSize} is not a multiple of num_attention_heads {NumAttentionHeads}";
        if (PadTokenId is < 0 || PadTokenId >= VocabSize) return $"pad_token_id {PadTokenId} is outside the vocabulary of {VocabSize}";
        if (ProblemType is not (null or "single_label_classification" or "multi_label_classification" or "regression"))
            return $"problem_type is '{ProblemType}'; known: multi_label_classification, regression, single_label_classification";
        // Both load without complaint and compute something else.
        if (OtherIs("position_embedding_type", v => v.ValueKind == JsonValueKind.String && v.GetString() != "absolute"))
            return "position_embedding_type is not 'absolute'";
        if (OtherIs("is_decoder", v => v.ValueKind == JsonValueKind.True)) return "is_decoder is true";
        return Activation.IsKnown(HiddenAct) ? null : $"hidden_act is '{HiddenAct}'; known: {string.Join(", ", Activation.Names)}";
    }

    /// <summary>A number among the keys that only some architectures have.</summary>
    internal double? OtherNumber(
        string key) => Other is not null && Other.TryGetValue(key, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    private bool OtherIs(string key, Func<JsonElement, bool> condition) =>
        Other is not null && Other.TryGetValue(key, out JsonElement value) && condition(value);

    private static string Index(int i) => i.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver()
    };
}
