using System.Globalization;
using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TextBrewer.Torch.Files;
using TextBrewer.Torch.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Models.Pretrained;

/// <summary>
/// Hugging Face folders: <c>config.json</c> and the weights, as safetensors or <c>pytorch_model.bin</c>, whole or in shards.
/// </summary>
public static class PretrainedFolder
{
    private static readonly Dictionary<string, string> Metadata = new() { ["format"] = "pt" };

    /// <summary>Loads a classifier of sequences in float32, whatever the type of the stored weights.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="labels">Labels to train for: a head that is missing or of another size starts at random and stands in the report. Null:
    /// the folder's own, and the head must be there.</param>
    /// <param name="seed">Seed of what the file does not have.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">The weights are damaged or of another model.</exception>
    public static (SequenceClassifier Model, LoadReport Report) LoadClassifier(
        string folder,
        IReadOnlyList<string>? labels = null,
        int? seed = null) =>
        Load(
            folder,
            config => new SequenceClassifier(labels is null ? config : config.WithLabels(labels), seed ?? 0),
            newHead: labels is not null);

    /// <summary>Loads a model with a head in float32, whatever the type of the stored weights.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="make">Makes the model from the folder's configuration, which it may change, labels for instance.</param>
    /// <param name="newHead">Whether a head (or a pooler) that is missing or of another size may start at random, and stands in the report.
    /// If not, it must be there.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">The weights are damaged or of another model.</exception>
    public static (T Model, LoadReport Report) Load<T>(string folder, Func<EncoderConfig, T> make, bool newHead = false)
        where T : TaskModel
    {
        EncoderConfig config = Config(folder);
        using IWeightsFile file = Weights(folder, config);
        T model = make(config);
        string encoder = Architecture.Of(model.Config).Prefix + ".", pooler = PoolerOf(model.Config);
        return Filled(
            model,
            file,
            model.Twins,
            name => newHead && (!name.StartsWith(encoder, StringComparison.Ordinal) || name.StartsWith(pooler, StringComparison.Ordinal)));
    }

    /// <summary>Loads an encoder; the prefix of its names may be there or not, and heads are left out.</summary>
    public static (Encoder Model, LoadReport Report) LoadEncoder(string folder) =>
        LoadEncoder(folder, Config(folder));

    private static (Encoder Model, LoadReport Report) LoadEncoder(string folder, EncoderConfig config)
    {
        using IWeightsFile file = Weights(folder, config);
        return Filled(
            Architecture.Build(config, seed: 0),
            file,
            new Dictionary<string, string>(),
            name => name.StartsWith($"{TaskModel.Pooler}.", StringComparison.Ordinal));
    }

    /// <summary>Saves a model with its head as transformers expects it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="maxShardBytes">The most bytes of weights in a file; beyond it they are several, with an index.</param>
    public static void Save(TaskModel model, string folder, long maxShardBytes = WeightsFolder.MaxShardBytes)
    {
        string? without = model.ReadsPooler ? null : PoolerOf(model.Config);
        Save(model, model.Config, model.ClassSuffix, model.Twins, folder, maxShardBytes, without);
    }

    /// <summary>Saves an encoder as transformers expects it.</summary>
    /// <param name="model">The encoder.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="maxShardBytes">The most bytes of weights in a file; beyond it they are several, with an index.</param>
    public static void Save(Encoder model, string folder, long maxShardBytes = WeightsFolder.MaxShardBytes) =>
        Save(model, model.Config, "Model", new Dictionary<string, string>(), folder, maxShardBytes);

    private static void Save(
        nn.Module model,
        EncoderConfig config,
        string classSuffix,
        IReadOnlyDictionary<string, string> twins,
        string folder,
        long maxShardBytes,
        string? without = null)
    {
        Directory.CreateDirectory(folder);
        config = (config with { Architectures = [Architecture.Of(config).ClassName + classSuffix] }).WithType(
            TypeName(model.parameters().First().dtype));
        using (NewDisposeScope())
        {
            // An encoder that other heads share may have a pooler that transformers' class of this head has no place for.
            Dictionary<string, Tensor> tensors = StateDict.Of(model)
                .Where(tensor => without is null || !tensor.Key.StartsWith(without, StringComparison.Ordinal))
                .ToDictionary(StringComparer.Ordinal);
            foreach ((string twin, string name) in twins) tensors[twin] = tensors[name];
            WeightsFolder.Save(folder, tensors, Metadata, maxShardBytes);
        }
        DurableFile.WriteText(Path.Combine(folder, "config.json"), config.ToJson());
    }

    // transformers loads weights as the type that stands here: float16 from the teacher's file would round a trained student.
    private static string TypeName(ScalarType type) => type switch
    {
        ScalarType.Float16 => "float16",
        ScalarType.BFloat16 => "bfloat16",
        ScalarType.Float64 => "float64",
        _ => "float32",
    };

    /// <summary>How the names of a pooler's tensors begin in a checkpoint.</summary>
    private static string PoolerOf(EncoderConfig config) => $"{Architecture.Of(config).Prefix}.{TaskModel.Pooler}.";

    private static EncoderConfig Config(string folder)
    {
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"There is no model folder '{folder}'.");
        return EncoderConfig.FromFile(Path.Combine(folder, "config.json"));
    }

    /// <summary>
    /// Opens the weights; a configuration that describes a far larger model than they hold is refused before that model takes its memory.
    /// </summary>
    private static IWeightsFile Weights(string folder, EncoderConfig config)
    {
        const double Slack = 2;
        IWeightsFile file = WeightsFolder.Open(folder);
        if (ForeignLayer(file, config) is { } layer)
        {
            file.Dispose();
            throw new InvalidDataException($"'{Path.Combine(folder, "config.json")}' says {config.NumHiddenLayers} layers, and the "
                + $"weights have '{layer}': it does not belong to them. To leave layers out, say it where the model is made.");
        }
        double stored = file.Entries.Values.Sum(entry => entry.Shape.Aggregate(1.0, (product, size) => product * size));
        double described = Parameters(config);
        if (described <= Slack * stored) return file;
        file.Dispose();
        throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
            $"'{Path.Combine(folder, "config.json")}' describes a model of about {described:N0} parameters, and the "
                + $"weights hold {stored:N0}: it does not belong to them."));
    }

    /// <summary>A tensor of a layer that the configuration does not have; null: there is none.</summary>
    private static string? ForeignLayer(IWeightsFile file, EncoderConfig config)
    {
        string prefix = Architecture.Of(config).Body.Prefix;
        return file.Entries.Keys.FirstOrDefault(name => Layer(name, prefix) >= config.NumHiddenLayers);
    }

    /// <summary>The number behind a prefix that stands at a name's beginning or behind a point; −1: there is none.</summary>
    private static int Layer(string name, string prefix)
    {
        int at = $".{name}".IndexOf($".{prefix}", StringComparison.Ordinal);
        if (at < 0) return -1;
        ReadOnlySpan<char> rest = name.AsSpan(at + prefix.Length);
        int end = rest.IndexOfAnyExceptInRange('0', '9');
        return int.TryParse(end < 0 ? rest : rest[..end], NumberStyles.None, CultureInfo.InvariantCulture, out int layer) ? layer : -1;
    }

    /// <summary>About how many parameters the encoder has that a configuration describes.</summary>
    private static double Parameters(EncoderConfig config) =>
        (((double)config.VocabSize + config.MaxPositionEmbeddings + config.TypeVocabSize) * (config.EmbeddingSize ?? config.HiddenSize))
        + Architecture.Of(config).Body.ParametersBefore(config)
        + (Architecture.Of(config).Body.OwnLayers(config) * Architecture.Of(config).Body.LayerParameters(config));

    /// <summary>What is wrong where the encoder is whole and the head is another one; null: something else is.</summary>
    private static string? OtherHead(EncoderConfig config, LoadReport report)
    {
        const string Cure = "name the task that it was trained for, or a model that was fine-tuned for this one.";
        string encoder = Architecture.Of(config).Prefix + ".", pooler = PoolerOf(config);
        string[] odd = [.. report.Misshapen.Select(tensor => tensor.Name)];
        if (report.Missing.Count + odd.Length == 0 || !report.Missing.Concat(odd).All(name => IsHead(name) || IsPooler(name))) return null;
        if (report.Missing.Count == 0) return $"has a head of another size ({string.Join(", ", report.Misshapen)}), for another task or "
            + $"for other labels: {Cure}";
        string[] own = [.. report.Unexpected.Concat(odd).Concat(report.Loaded).Where(IsHead)];
        string has = own.Length == 0 ? "It is an encoder without a head" : $"It has another head ({string.Join(", ", own.Order())})";
        return $"has not the head that this task needs ({string.Join(", ", report.Missing.Order())}). {has}: {Cure}";

        bool IsHead(string name) => !name.StartsWith(encoder, StringComparison.Ordinal);

        // Classifiers of sequences have one, and what finds words has none.
        bool IsPooler(string name) => name.StartsWith(pooler, StringComparison.Ordinal);
    }

    private static (T Model, LoadReport Report) Filled<T>(
        T model,
        IWeightsFile file,
        IReadOnlyDictionary<string, string> twins,
        Func<string, bool> replaceable)
        where T : nn.Module
    {
        try
        {
            LoadReport report = StateDict.Load(model, file, new CheckpointNames(model.state_dict().Keys).ToModel);
            // Older versions of transformers saved the positions 0, 1, 2, … as a buffer: nothing is lost with it, nor with what stands in
            // the file twice.
            report = report with
            {
                Unexpected = [.. report.Unexpected
                .Where(name => !name.EndsWith("embeddings.position_ids", StringComparison.Ordinal) && !twins.ContainsKey(name))]
            };
            LoadReport needed = report with
            {
                Missing = [.. report.Missing.Where(name => !replaceable(name))],
                Misshapen = [.. report.Misshapen.Where(tensor => !replaceable(tensor.Name))],
            };
            if (model is TaskModel task && OtherHead(task.Config, needed) is { } other)
                throw new InvalidDataException($"'{file.Path}' {other}");
            needed.ThrowIfIncomplete(file.Path);
            return (model, report);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }
}
