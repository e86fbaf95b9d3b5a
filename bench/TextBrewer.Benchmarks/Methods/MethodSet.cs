using System.Text.Json.Nodes;

namespace TextBrewer.Benchmarks.Methods;

/// <summary>A data set on which methods are compared: the part of a recipe that all of them share.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Metric">The metric that students are compared by.</param>
/// <param name="Epochs">The epochs that a training on the task has.</param>
/// <param name="Goal">What <c>best</c> is asked for.</param>
/// <param name="Raw">The texts, beside the training file, that a method may learn from.</param>
/// <param name="Recipe">The recipe, without distillation.</param>
internal sealed record MethodSet(
    string Name,
    string Metric,
    int Epochs,
    double Goal,
    Func<IEnumerable<string>> Raw,
    JsonObject Recipe)
{
    /// <summary>Every data set; only training files are read, but for the one that judges.</summary>
    internal static IReadOnlyList<MethodSet> All { get; } =
    [
        new("wnut17", "f1", 6, 0.56, RawTexts.English, Of(
            "tagging", "wnut17", """{ "path": "wnut17/wnut17train.conll" }""", "wnut17/emerging.dev.conll", batch: 16)),
        new("squad", "f1", 2, 63.3, RawTexts.English, Of(
            "qa", "squad", """{ "path": "squad/v1.1-train38.json" }""", "squad/v1.1-dev10.json", batch: 16)),
        new("sst2", "accuracy", 2, 0.906, RawTexts.English, Of(
            "classification",
            "sst2",
            """{ "path": "sst2/train_full.tsv", "text": "sentence", "label": "label" }""",
            "sst2/dev.tsv",
            batch: 32)),
    ];

    private static JsonObject Of(string task, string teacher, string train, string dev, int batch)
    {
        JsonObject table = JsonNode.Parse(train)!.AsObject();
        table["path"] = Data(table["path"]!.GetValue<string>());
        return new JsonObject
        {
            ["task"] = task,
            ["data"] = new JsonObject { ["train"] = table, ["dev"] = new JsonObject { ["path"] = Data(dev) } },
            ["teacher"] = Path.Combine(Places.Shared, "models", teacher),
            ["student"] = new JsonObject { ["config"] = new JsonObject { ["num_hidden_layers"] = 3 } },
            ["training"] = new JsonObject { ["batch_size"] = batch },
            ["export"] = new JsonObject { ["onnx"] = false, ["int8"] = false },
        };
    }

    private static string Data(string path) => Path.Combine(Places.Shared, "data", path);
}
