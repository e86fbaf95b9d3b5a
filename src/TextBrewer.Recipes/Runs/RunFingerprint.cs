using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Recipes.TextModels;
using TextBrewer.Reports.Results;
using TextBrewer.Stores;
using static TorchSharp.torch;

namespace TextBrewer.Recipes.Runs;

/// <summary>
/// What decides the bytes that a run ends with: settings, data as the models see them, teachers, the student as it starts, threads. Where
/// files lie is left out.
/// </summary>
internal static class RunFingerprint
{
    // What becomes of a run's files, and what is stored or shown or said of it, changes no weight.
    private static readonly string[] s_without =
    [
        "format", "expanded_from", "export", "baseline", "ablation", "teacher_store", "training.output_dir", "training.log_dir",
        "training.logging_steps", "training.keep_checkpoints", "training.threads",
    ];

    private const string Threads = "threads";

    // A file counts by what it holds.
    private static readonly string[] s_files = ["path", "model", "vocabulary", "tokenizer"];

    /// <summary>The parts by name.</summary>
    /// <param name="context">The run.</param>
    /// <param name="model">The model that is trained, as it starts.</param>
    internal static IReadOnlyDictionary<string, string> Of(RunContext context, TrainedModel model) =>
        new Dictionary<string, string>(context.Fingerprint)
        {
            ["the student's first weights"] = Short(TeacherFingerprint.OfModule(model.Module).Parts[0]),
        };

    /// <summary>The parts that all trainings of a run share.</summary>
    internal static IReadOnlyDictionary<string, string> Of(RunContext context)
    {
        Dictionary<string, string> parts = [];
        Add(parts, "", JsonNode.Parse(context.Recipe.ToJson()));
        parts[Threads] = get_num_threads().ToString(CultureInfo.InvariantCulture);
        foreach (TaskContext task in context.Tasks)
        {
            string of = task.Name.Length == 0 ? "" : $" of task {task.Name}";
            parts[$"the training data{of}"] = Texts(task.Labelled);
            if (task.Extra.Count > 0) parts[$"the extra texts{of}"] = Texts(task.Extra);
            if (task.Raw.Count > 0) parts[$"the raw texts{of}"] = Texts(task.Raw);
            foreach ((string by, TeacherFingerprint words) in task.Augmented?.Fingerprints ?? [])
                parts[$"the words of data.augment by {by}{of}"] = Short(string.Join('\n', words.Parts));
            foreach ((string name, TaskData data) in task.Dev?.Items ?? [])
                parts[$"the dev set{(name.Length == 0 ? "" : $" {name}")}{of}"] = Texts(data.Inputs, data.Examples);
            foreach ((ITextModel teacher, int i) in (task.Teacher?.Members ?? []).Select((teacher, i) => (teacher, i)))
                parts[$"teacher {i + 1}{of}"] = Short(string.Join('\n', teacher.Fingerprint().Parts));
        }
        return parts;
    }

    /// <summary>What all processes of a run must have alike.</summary>
    internal static IReadOnlyDictionary<string, string> OfProcess(RunContext context)
    {
        if (context.Host.Collective.Size == 1) return new Dictionary<string, string>();
        using Generator random = new(0);
        using Tensor drawn = randn([1], generator: random);
        Dictionary<string, string> parts = new(context.Fingerprint)
        {
            ["the program's version"] = RunEnvironment.Software()["TextBrewer"],
            ["the first random number"] = drawn.item<float>().ToString("R", CultureInfo.InvariantCulture),
        };
        parts.Remove(Threads);
        return parts;
    }

    private static void Add(Dictionary<string, string> parts, string path, JsonNode? node)
    {
        if (s_without.Contains(path) || (node is JsonValue && s_files.Contains(path.Split('.')[^1]))) return;
        if (node is JsonObject table)
            foreach ((string key, JsonNode? value) in table) Add(parts, path.Length == 0 ? key : $"{path}.{key}", value);
        else if (node is JsonArray list)
            foreach ((int i, JsonNode? value) in list.Index()) Add(parts, FormattableString.Invariant($"{path}.{i}"), value);
        else if (node is not null) parts[path] = node.ToString();
    }

    /// <summary>How many texts there are, and a hash of their tokens and labels.</summary>
    private static string Texts(IReadOnlyList<EncodedText> texts, IReadOnlyList<ReadableExample>? examples = null)
    {
        XxHash128 hash = new();
        PackedWriter target = new();
        foreach (EncodedText text in texts)
        {
            UInt128 key = text.Key();
            hash.Append(MemoryMarshal.AsBytes(new ReadOnlySpan<UInt128>(in key)));
            target.Clear();
            text.Target.Pack(target);
            hash.Append(target.Written);
        }
        foreach (ReadableExample example in examples ?? [])
            hash.Append(JsonSerializer.SerializeToUtf8Bytes(example.Gold, ResultJson.LineOptions));
        return $"{texts.Count} texts, {Hex(hash)}";
    }

    private static string Short(string text)
    {
        XxHash128 hash = new();
        hash.Append(Encoding.UTF8.GetBytes(text));
        return Hex(hash);
    }

    private static string Hex(XxHash128 hash) => hash.GetCurrentHashAsUInt128().ToString("x32", CultureInfo.InvariantCulture);
}
