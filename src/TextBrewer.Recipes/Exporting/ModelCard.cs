using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using TextBrewer.Reports.Results;
using TextBrewer.Text.Files;
using TextBrewer.Text.Metrics;
using TextBrewer.Torch.Files;

namespace TextBrewer.Recipes.Exporting;

/// <summary>A model's card, <c>README.md</c>, as the Hub shows and reads it. Of paths it names the last part alone.</summary>
internal sealed record ModelCard
{
    private const int MostLabels = 30;

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>What the model is called.</summary>
    public required string Name { get; init; }

    /// <summary>The kind of its task.</summary>
    public required string Task { get; init; }

    /// <summary>Its labels in order; none where the kind has none.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>What it was made of, a line each: what is meant, and what it is.</summary>
    public required IReadOnlyList<(string What, string Value)> Facts { get; init; }

    /// <summary>The models that its weights began as, by their names on the Hub or of their folders.</summary>
    public IReadOnlyList<string> Bases { get; init; } = [];

    /// <summary>The file or set that it was measured on; null: it was measured on none.</summary>
    public string? Dev { get; init; }

    /// <summary>What was measured, by version, the model itself first.</summary>
    public IReadOnlyList<(string Version, ModelResult Result)> Results { get; init; } = [];

    /// <summary>What it was trained by; null: nobody knows.</summary>
    public JsonObject? Recipe { get; init; }

    /// <summary>Whether the folder holds weights that transformers loads.</summary>
    public required bool HasWeights { get; init; }

    /// <summary>Writes the card into a model's folder.</summary>
    internal void Save(string folder) => DurableFile.WriteText(Path.Combine(folder, ModelFiles.Card), ToMarkdown(new ModelFolder(folder)));

    private string ToMarkdown(ModelFolder folder)
    {
        StringBuilder text = new();
        HubTask task = HubTask.Of(Task);
        Head(text, task);
        text.Append(CultureInfo.InvariantCulture, $"# {Name}\n\nMade with TextBrewer for .NET. What it may be used for is what the ")
            .Append("licences of the data and of the models that it was made from allow: set `license` above when you publish it")
            .Append(Bases.Count == 0 ? ".\n\n" : ", and see whether `base_model` is the name that the Hub has for it.\n\n");
        Table(text, ["", ""], [["task", Task], .. Facts.Select(fact => new[] { fact.What, fact.Value }), .. LabelRow()]);
        Measured(text);
        Loading(text, task, folder);
        if (Recipe is not null) text.Append("## Recipe\n\n```json\n").Append(Public(Recipe).ToJsonString(Json)).Append("\n```\n");
        return text.ToString();
    }

    /// <summary>What the Hub reads. A text of JSON is one of YAML.</summary>
    private void Head(StringBuilder text, HubTask task)
    {
        text.Append("---\nlicense: unknown\n");
        if (HasWeights) text.Append("library_name: transformers\n");
        List(text, "base_model", Bases);
        text.Append(CultureInfo.InvariantCulture, $"pipeline_tag: {task.Pipeline}\ntags:\n- textbrewer\n- onnx\n- transformers.js\n");
        if (Results is [(_, { Dev: { } dev }), ..])
        {
            List(text, "metrics", [.. dev.Items.SelectMany(set => set.Value.Keys).Distinct()]);
            text.Append(CultureInfo.InvariantCulture, $"model-index:\n- name: {Text(Name)}\n  results:\n");
            foreach ((string set, IReadOnlyDictionary<string, double> metrics) in dev.Items)
            {
                string name = Text(set.Length > 0 ? set : Dev ?? "dev");
                text.Append(CultureInfo.InvariantCulture, $"  - task:\n      type: {task.Pipeline}\n    dataset:\n      name: {name}\n")
                    .Append(CultureInfo.InvariantCulture, $"      type: {name}\n    metrics:\n");
                foreach ((string metric, double value) in metrics)
                    text.Append(CultureInfo.InvariantCulture, $"    - type: {metric}\n      value: {value:0.#####}\n");
            }
        }
        text.Append("---\n\n");
    }

    private static void List(StringBuilder text, string key, IReadOnlyList<string> values)
    {
        if (values.Count == 0) return;
        text.Append(CultureInfo.InvariantCulture, $"{key}:\n");
        foreach (string value in values) text.Append(CultureInfo.InvariantCulture, $"- {Text(value)}\n");
    }

    private IEnumerable<string[]> LabelRow()
    {
        if (Labels.Count == 0) yield break;
        string more = Labels.Count > MostLabels ? $" and {Labels.Count - MostLabels} more" : "";
        yield return ["labels", string.Join(", ", Labels.Take(MostLabels).Select(label => $"`{label}`")) + more];
    }

    private void Measured(StringBuilder text)
    {
        if (Results.Count == 0) return;
        text.Append("## Measured\n\n");
        if (Dev is not null) text.Append(CultureInfo.InvariantCulture, $"On {Dev}. ");
        if (Results.Any(row => row.Result.LatencyMs is not null))
            text.Append("Milliseconds are the median for one text on the machine that made it.");
        text.Append("\n\n");
        (string Set, string Metric)[] columns = [.. Results.SelectMany(row => row.Result.Dev?.Items ?? [])
            .SelectMany(set => set.Value.Keys.Select(metric => (set.Key, metric))).Distinct()];
        Table(
            text,
            [
                "version", .. columns.Select(one => one.Set.Length == 0 ? one.Metric : $"{one.Set}: {one.Metric}"), "parameters", "bytes",
                "ms",
            ],
            [.. Results.Select(row => Row(row.Version, row.Result, columns))]);
    }

    private static string[] Row(string version, ModelResult result, (string Set, string Metric)[] columns)
    {
        return
        [
            version, .. columns.Select(Value), Count(result.Parameters), Count(result.Bytes),
            result.LatencyMs is { } latency ? string.Create(CultureInfo.InvariantCulture, $"{latency["p50"]:0.###}") : "",
        ];

        string Value((string Set, string Metric) column)
        {
            IReadOnlyDictionary<string, double>? metrics = result.Dev?.Items.FirstOrDefault(set => set.Key == column.Set).Value;
            return metrics is not null && metrics.TryGetValue(column.Metric, out double value)
                ? string.Create(CultureInfo.InvariantCulture, $"{value:0.####}")
                : "";
        }

        static string Count(long? number) => number is long known ? known.ToString("N0", CultureInfo.InvariantCulture) : "";
    }

    private void Loading(StringBuilder text, HubTask task, ModelFolder folder)
    {
        bool hasInt8 = File.Exists(folder.OnnxInt8), hasOnnx = File.Exists(folder.Onnx);
        text.Append("## How to load it\n\n`").Append(Name)
            .Append("` stands for this folder or, once it is on the Hub, for its name there.\n\n");
        if (HasWeights) Code("Python, transformers", "python", task.Python);
        if (!hasOnnx) return;
        if (!HasWeights) text.Append("Python: the folder has no weights for transformers; Optimum opens its ONNX files ")
            .Append("(`ORTModel….from_pretrained(folder, subfolder=\"onnx\")`).\n\n");
        if (task.CSharp is { } csharp) Code("C#, TextBrewer.Inference", "csharp", csharp);
        if (task.JavaScript is { } script) Code("JavaScript, transformers.js", "js", script);
        else text.Append("transformers.js has no class for this task; ONNX Runtime runs `onnx/model.onnx` in a browser all the same.\n\n");

        void Code(string title, string language, string code) => text.Append(title).Append(":\n\n```").Append(language).Append('\n')
            .Append(code.Replace("FOLDER", Name, StringComparison.Ordinal)
                .Replace("DTYPE", hasInt8 ? "int8" : "fp32", StringComparison.Ordinal)).Append("\n```\n\n");
    }

    private static void Table(StringBuilder text, string[] head, IReadOnlyList<string[]> rows)
    {
        foreach (string[] row in (IEnumerable<string[]>)[head, [.. head.Select(_ => "---")], .. rows])
            text.Append("| ").AppendJoin(" | ", row.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");
        text.Append('\n');
    }

    private static string Text(string value) => JsonSerializer.Serialize(value, Json);

    /// <summary>A recipe without the folders of the machine that it ran on.</summary>
    private static JsonNode Public(JsonNode node)
    {
        JsonNode copy = node.DeepClone();
        foreach (JsonValue value in Values(copy).ToArray())
            if (value.TryGetValue(out string? text) && Path.IsPathRooted(text))
                value.ReplaceWith(Path.GetFileName(Path.TrimEndingDirectorySeparator(text)));
        return copy;
    }

    private static IEnumerable<JsonValue> Values(JsonNode? node) => node switch
    {
        JsonObject one => one.SelectMany(pair => Values(pair.Value)),
        JsonArray all => all.SelectMany(Values),
        JsonValue value => [value],
        _ => [],
    };
}
