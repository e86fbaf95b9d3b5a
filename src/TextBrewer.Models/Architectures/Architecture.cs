using TextBrewer.Models.Encoders;

namespace TextBrewer.Models.Architectures;

/// <summary>
/// What a configuration's <c>model_type</c> decides: the encoder, how checkpoints name its tensors, what it takes, what its heads look
/// like. Loader and exporter read it alike.
/// </summary>
public sealed class Architecture
{
    /// <param name="name">The <c>model_type</c>.</param>
    /// <param name="title">The name as its paper writes it.</param>
    /// <param name="className">How the names of transformers' classes begin.</param>
    /// <param name="body">What stands between embeddings and last hidden state.</param>
    /// <param name="make">Makes the encoder, with or without its pooler, its weights not filled.</param>
    internal Architecture(string name, string title, string className, EncoderBody body, Func<EncoderConfig, bool, Encoder> make) =>
        (Name, Title, ClassName, Body, Make, Prefix) = (name, title, className, body, make, name);

    /// <summary>The <c>model_type</c>.</summary>
    public string Name { get; }

    /// <summary>The name of the encoder in a model with a head: how its tensors' names begin in a checkpoint, before a point.</summary>
    public string Prefix { get; internal init; }

    /// <summary>The name as its paper writes it: <c>RoBERTa</c>.</summary>
    public string Title { get; }

    /// <summary>Whether transformers has the architecture; if not, its folders are a format of ours.</summary>
    public bool IsKnownToTransformers { get; internal init; } = true;

    /// <summary>Whether the encoder's layers have attention heads and a feed-forward network.</summary>
    public bool HasAttention => Body is not RecurrentBody;

    /// <summary>Whether layers share weights, so that there are none to choose between.</summary>
    public bool SharesLayers => Body.Sharing is not null;

    /// <summary>How the names of transformers' classes begin.</summary>
    internal string ClassName { get; }

    /// <summary>Makes the encoder, with or without its pooler, its weights not filled.</summary>
    internal Func<EncoderConfig, bool, Encoder> Make { get; }

    /// <summary>What stands between embeddings and last hidden state.</summary>
    internal EncoderBody Body { get; }

    /// <summary>Whether the encoder on its own has a pooler.</summary>
    internal bool HasPooler { get; init; }

    /// <summary>Whether embeddings may be narrower than hidden states, with a projection between them.</summary>
    internal bool ProjectsEmbeddings { get; init; }

    /// <summary>Whether it has that projection always: then a student of another width has embeddings as wide as its teacher's.</summary>
    internal bool KeepsEmbeddingWidth { get; init; }

    /// <summary>How checkpoints call the embeddings.</summary>
    internal EmbeddingNames Embeddings { get; init; } = EmbeddingNames.Bert;

    /// <summary>The name of the table of words, in a model with a head.</summary>
    internal string WordsName => $"{Prefix}.{Embeddings.Table}";

    /// <summary>The tensors that it takes.</summary>
    internal ModelInputs Inputs { get; init; } = ModelInputs.IdsMaskAndTypes;

    /// <summary>How positions are counted.</summary>
    internal PositionCounting Positions { get; init; } = PositionCounting.FromZero;

    /// <summary>Names and defaults of the configuration's keys.</summary>
    internal ConfigKeys Keys { get; init; } = new();

    /// <summary>What of a configuration's own keys cannot be built, without a full stop; null: nothing.</summary>
    internal Func<EncoderConfig, string?> Fault { get; init; } = _ => null;

    /// <summary>The head that gives so many values for a sequence.</summary>
    internal HeadParts Sequence { get; init; } = HeadParts.Pooled;

    /// <summary>
    /// Whether transformers takes the cross entropy of a sequence's labels in float32, where <c>problem_type</c> says nothing.
    /// </summary>
    internal bool NarrowsLoss { get; init; }

    /// <summary>The head that gives one value for each choice.</summary>
    internal HeadParts Choice { get; init; } = HeadParts.Pooled;

    /// <summary>The head that gives so many values for each token.</summary>
    internal HeadParts Token { get; init; } = new("classifier");

    /// <summary>The head that finds where answers start and end.</summary>
    internal HeadParts Answer { get; init; } = new("qa_outputs") { Dropout = _ => 0 };

    /// <summary>The head of a masked language model, which the configuration may have a say in; null: there is none.</summary>
    internal Func<EncoderConfig, MaskedLanguageNames>? MaskedLanguage { get; init; }

    /// <summary>The names of all architectures.</summary>
    public static IReadOnlyList<string> Names => ArchitectureTable.Names;

    /// <summary>The architecture of a configuration.</summary>
    /// <exception cref="InvalidDataException">There is none of this name.</exception>
    public static Architecture Of(EncoderConfig config) => Find(config.ModelType)
        ?? throw new InvalidDataException($"There is no architecture '{config.ModelType}'; known: {string.Join(", ", Names)}.");

    /// <summary>Makes the encoder that a configuration describes, with random weights.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="seed">Decides the weights; null: left to torch's global state.</param>
    /// <exception cref="InvalidDataException">There is no such architecture.</exception>
    public static Encoder Build(EncoderConfig config, int? seed = null)
    {
        Architecture architecture = Of(config);
        Encoder encoder = architecture.Make(config, architecture.HasPooler);
        RandomWeights.Fill(encoder, config, seed);
        return encoder;
    }

    /// <summary>The architecture of a name; null: there is none.</summary>
    internal static Architecture? Find(string name) => ArchitectureTable.All.FirstOrDefault(architecture => architecture.Name == name);
}
