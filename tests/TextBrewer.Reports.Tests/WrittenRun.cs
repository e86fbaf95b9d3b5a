using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TextBrewer.Reports.Pages;
using TextBrewer.Testing;

namespace TextBrewer.Reports.Tests;

/// <summary>
/// A run's folder written by hand: a distillation with everything that a report can show. Tests take parts away or change them.
/// </summary>
internal sealed class WrittenRun : IDisposable
{
    internal const string Script = "<script>alert(1)</script>";

    private readonly TemporaryFolder _folder = new();

    internal WrittenRun()
    {
        Directory.CreateDirectory(Folder);
        Write("recipe.json", """{ "format": 1, "task": "classification", "note": "<b>&amp;" }""");
        Write("run.json", JsonSerializer.Serialize(new
        {
            format = 1,
            tasks = new[] { new { kind = "classification", labels = Labels, train = 67349, extra = 1000 } },
            teachers = new[]
            {
                new
                {
                    path = "/models/teacher",
                    architecture = "BERT",
                    layers = 12,
                    width = 768,
                    heads = 12,
                    feed_forward = 3072,
                    vocabulary = 30522,
                    weight = 1.0,
                },
            },
            trained = new
            {
                start = "every_kth",
                architecture = "BERT",
                layers = 3,
                width = 768,
                heads = 12,
                feed_forward = 3072,
                vocabulary = 30522,
            },
            software = new Dictionary<string, string> { ["TextBrewer"] = "0.1.0", [".NET"] = "10.0.1", ["libtorch"] = "2.10.0" },
            machine = new Dictionary<string, string> { ["system"] = "Debian, X64", ["processor"] = "a processor with <angles>" },
        }));
        Write("result.json", Result().ToJsonString());
        WriteMetrics("", 600, 0.902);
        WriteMetrics("baseline", 600, 0.872);
        WriteMetrics(Path.Combine("ablation", "without_kd_loss"), 600, 0.884);
        Write("predictions.jsonl", string.Join('\n', Enumerable.Range(1, 200).Select(Prediction)) + "\n");
    }

    internal static IReadOnlyList<string> Labels { get; } = ["contradiction", "entailment", "neutral"];

    internal string Folder => _folder["run"];

    internal string this[params string[] parts] => _folder[["run", .. parts]];

    /// <summary>A result with every version.</summary>
    internal static JsonObject Result()
    {
        JsonObject result = new()
        {
            ["format"] = 1,
            ["teacher"] = Model(0.9127, 109_483_778, 437_935_112, 41.337),
            ["student"] = Model(0.9042, 45_686_018, 182_744_072, 11.25),
            ["student_onnx_fp32"] = Model(0.9042, null, 182_791_034, 8.75),
            ["student_onnx_int8"] = Model(0.9041, null, 46_203_118, 3.51),
            ["baseline"] = Model(0.8719, 45_686_018, 182_744_072, 11.31),
            ["ablation"] = new JsonObject
            {
                ["without_kd_loss"] = Model(0.8841, 45_686_018, 182_744_072, 11.2),
                ["without_evenly_hidden_mse"] = Model(0.9033, 45_686_018, 182_744_072, 11.29)
            },
            ["agreement"] = new JsonObject { ["student"] = 0.9553, ["student_onnx_fp32"] = 0.9553, ["student_onnx_int8"] = 0.9487 },
            ["parity"] = new JsonObject
            {
                ["student_onnx_fp32"] = new JsonObject { ["largest_difference"] = 1.91e-6, ["agreement"] = 1.0, ["bytes"] = 182_791_034 },
                ["student_onnx_int8"] = new JsonObject
                {
                    ["largest_difference"] = 0.4113,
                    ["agreement"] = 0.9897,
                    ["bytes"] = 46_203_118,
                    ["float32_layers"] = new JsonArray("classifier.<weight>")
                },
            },
            ["status"] = "completed",
            ["steps"] = 600,
            ["seconds"] = 812.5,
            ["seed"] = 3,
        };
        return result;

        static JsonObject Model(double accuracy, long? parameters, long bytes, double latency) => new()
        {
            ["dev"] = new JsonObject { ["accuracy"] = accuracy, ["f1"] = accuracy - 0.0125, ["matthews"] = 0.8123 },
            ["parameters"] = parameters,
            ["bytes"] = bytes,
            ["latency_ms"] = new JsonObject { ["p50"] = latency },
        };
    }

    /// <summary>Writes <c>predictions.jsonl</c> anew.</summary>
    internal void WritePredictions(
        IEnumerable<(string Text, string? Gold, (string Version, string Decision, double Confidence)[] Versions)> lines) =>
        Write("predictions.jsonl", string.Join('\n', lines.Select((line, i) => JsonSerializer.Serialize(new
        {
            format = 1,
            example = i + 1,
            text = line.Text,
            gold = line.Gold,
            versions = line.Versions.ToDictionary(v => v.Version, v => new
            {
                decision = v.Decision,
                confidence = v.Confidence,
                right = line
                .Gold is null ? (bool?)null : line.Gold == v.Decision
            }),
        }))) + "\n");

    internal void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], text);
    }

    /// <summary>Writes the page into the folder, for a browser.</summary>
    internal string WritePage()
    {
        Write("report.html", ReportPage.Render(Folder));
        return this["report.html"];
    }

    public void Dispose() => _folder.Dispose();

    private void WriteMetrics(string run, int steps, double accuracy)
    {
        Random random = new(run.Length);
        List<string> lines = [];
        for (int step = 0; step < steps; step++)
        {
            double loss = (3 * Math.Exp(-step / 80.0)) + 0.15 + (0.2 * random.NextDouble());
            double hidden = (loss * loss) + 1e-3;
            string total = Invariant($$""" "scalar/total_loss":{{2 * loss:R}}, "scalar/unweighted_kd_loss":{{loss:R}} """);
            string match = Invariant($$""" "scalar/unweighted_hidden_mse_3_1":{{hidden:R}} """);
            lines.Add($$"""{"step":{{step}},"epoch":{{step / 200}},{{total}},{{match}}}""");
            double rate = 1e-4 * (1 - (step / 600.0)), norm = 1 + (3 * random.NextDouble());
            lines.Add(Invariant($$"""{"step":{{step}},"learning_rate":{{rate:R}},"gradient_norm":{{norm:R}}}"""));
            double dev = accuracy - (0.03 * Math.Exp(-step / 300.0));
            if (step % 200 == 199) lines.Add(Invariant($$"""{"step":{{step}},"dev/accuracy":{{dev:R}},"dev/f1":0.5}"""));
        }
        Write(Path.Combine(run, "metrics.jsonl"), string.Join('\n', lines) + "\n");
    }

    /// <summary>The student is wrong on every tenth example, the teacher on every fifteenth.</summary>
    private static string Prediction(int i)
    {
        string gold = Labels[i % 3], wrong = Labels[(i + 1) % 3];
        string text = i == 10 ? Script : i % 2 == 0
            ? "A man inspects the uniform of a figure in some East Asian country."
            : "天気がいいから、散歩しましょう。 " + i.ToString(CultureInfo.InvariantCulture);
        return JsonSerializer.Serialize(new
        {
            format = 1,
            example = i,
            text,
            pair = "The man is asleep & dreams.",
            gold,
            versions = new Dictionary<string, object>
            {
                ["student"] = Says(i % 10 == 0 ? wrong : gold, 0.5 + (i % 47 / 100.0)),
                ["teacher"] = Says(i % 15 == 0 ? wrong : gold, 0.6 + (i % 37 / 100.0)),
                ["student_onnx_int8"] = Says(i % 9 == 0 ? wrong : gold, 0.4 + (i % 53 / 100.0)),
            },
        });

        object Says(string label, double confidence) => new { decision = label, confidence, right = label == gold };
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
