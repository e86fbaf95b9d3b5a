using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using TextBrewer.Models.Encoders;

namespace TextBrewer.Models.Architectures;

/// <summary>Reads and writes <c>config.json</c>, whose keys an architecture names, and what else a configuration means in it.</summary>
public static class EncoderConfigFile
{
    /// <summary>So many labels without names are more than a model has.</summary>
    private const int MostLabels = 100_000;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    /// <param name="config">The configuration.</param>
    extension(EncoderConfig config)
    {
        /// <summary>Reads a <c>config.json</c>.</summary>
        /// <param name="path">The file.</param>
        /// <exception cref="FileNotFoundException">There is none.</exception>
        /// <exception cref="InvalidDataException">It is malformed, describes another architecture, or its sizes do not fit each
        /// other.</exception>
        public static EncoderConfig FromFile(string path)
        {
            if (!File.Exists(path)) throw new FileNotFoundException($"There is no '{path}': a model folder needs a config.json.", path);
            return EncoderConfig.FromJson(File.ReadAllText(path), $"'{path}'");
        }

        /// <summary>Reads the text of a <c>config.json</c>.</summary>
        /// <param name="json">The text.</param>
        /// <param name="source">Where it is from, for errors.</param>
        /// <exception cref="InvalidDataException">It is malformed, describes another architecture, or its sizes do not fit each
        /// other.</exception>
        public static EncoderConfig FromJson(string json, string source)
        {
            try
            {
                JsonObject file = JsonNode.Parse(json) as JsonObject ?? throw new JsonException("it is not an object.");
                JsonObject keys = WithNamedLabels(KeysOf(file).FromFile(file));
                EncoderConfig read = keys.Deserialize<EncoderConfig>(Options)!;
                return ConfigCheck.Fault(read) is { } fault
                    ? throw new InvalidDataException($"{source} does not describe a model that can be built: {fault}.")
                    : read;
            }
            catch (Exception problem) when (problem is JsonException or ArgumentException or InvalidOperationException)
            {
                // A key that stands twice is an ArgumentException of the JSON reader.
                throw new InvalidDataException($"{source} is not a model configuration: {problem.Message}", problem);
            }
        }

        /// <summary>The longest sequence, in tokens.</summary>
        public int Positions => Architecture.Of(config).Positions.Longest(config);

        /// <summary>Whether a model of this configuration takes token types, which tell the texts of a pair apart.</summary>
        public bool TakesTokenTypes => Architecture.Of(config).Inputs == ModelInputs.IdsMaskAndTypes;

        /// <summary>The keys that mean something to a model of this configuration, under BERT's names.</summary>
        public IEnumerable<string> Keys => Options.GetTypeInfo(typeof(EncoderConfig)).Properties
            .Where(property => !property.IsExtensionData)
            .Select(property => property.Name)
            .Concat(config.Other?.Keys ?? []);

        /// <summary>Whether a key means something to a model of this configuration, under BERT's name or an architecture's own.</summary>
        /// <param name="key">The key.</param>
        public bool HasKey(string key) => config.Keys.Contains(Canonical(key));

        /// <summary>The text of a <c>config.json</c>.</summary>
        public string ToJson() => ToFile(JsonSerializer.SerializeToNode(config, Options)!.AsObject()).ToJsonString(Options);

        /// <summary>
        /// A configuration with other values for some keys: those of a <c>config.json</c>, under BERT's names or the architecture's own.
        /// </summary>
        /// <param name="changes">Keys and values; another <c>model_type</c> keeps what both architectures have, and as many
        /// positions.</param>
        /// <param name="source">Where they are from, for errors.</param>
        /// <exception cref="InvalidDataException">The result cannot be built.</exception>
        public EncoderConfig With(JsonObject changes, string source)
        {
            EncoderConfig start = changes["model_type"] is JsonValue type && type.TryGetValue(out string? name)
                && Architecture.Find(name) is { } architecture
                ? config.As(architecture)
                : config;
            JsonObject keys = JsonSerializer.SerializeToNode(start, Options)!.AsObject();
            foreach ((string key, JsonNode? value) in changes) keys[Canonical(key)] = value?.DeepClone();
            return EncoderConfig.FromJson(ToFile(keys).ToJsonString(), source);
        }

        /// <summary>
        /// The configuration for another architecture: as many positions, and pairs told apart where the architecture takes token types.
        /// </summary>
        internal EncoderConfig As(Architecture architecture) => architecture.Name == config.ModelType ? config : config with
        {
            ModelType = architecture.Name,
            MaxPositionEmbeddings = config.Positions + architecture.Positions.Offset(config),
            TypeVocabSize = architecture.Inputs == ModelInputs.IdsMaskAndTypes ? Math.Max(2, config.TypeVocabSize)
                : architecture.Positions.HasTable ? config.TypeVocabSize
                : 0,
            EmbeddingSize = null,
            Other = WithOwn(config.Other, architecture.Keys.Own(config.Positions)),
        };
    }

    private static IDictionary<string, JsonElement>? WithOwn(
        IDictionary<string, JsonElement>? other,
        IReadOnlyDictionary<string, JsonNode?> own)
    {
        if (own.Count == 0) return other;
        Dictionary<string, JsonElement> all = new(other ?? new Dictionary<string, JsonElement>());
        foreach ((string key, JsonNode? value) in own) all[key] = JsonSerializer.SerializeToElement(value);
        return all;
    }

    /// <summary>BERT's name of a key.</summary>
    private static string Canonical(string key) =>
        ArchitectureTable.All.Select(row => row.Keys.Names.GetValueOrDefault(key)).FirstOrDefault(name => name is not null) ?? key;

    private static JsonObject ToFile(JsonObject keys) => KeysOf(keys).ToFile(keys);

    /// <summary>How the architecture that a file names calls its keys; a name that is not known has BERT's.</summary>
    private static ConfigKeys KeysOf(JsonObject file) =>
        (file["model_type"] is JsonValue value && value.TryGetValue(out string? type) ? Architecture.Find(type) : null)?.Keys
        ?? ArchitectureTable.Bert.Keys;

    /// <summary>Before there were names for labels, files said how many there are.</summary>
    private static JsonObject WithNamedLabels(JsonObject keys)
    {
        if (!keys.ContainsKey("id2label") && keys["num_labels"] is JsonValue count && count.TryGetValue(out int labels)
            && labels is > 0 and < MostLabels)
            keys["id2label"] = new JsonObject(Enumerable.Range(0, labels).Select(
                i => KeyValuePair.Create(FormattableString.Invariant($"{i}"), (JsonNode?)FormattableString.Invariant($"LABEL_{i}"))));
        return keys;
    }
}
