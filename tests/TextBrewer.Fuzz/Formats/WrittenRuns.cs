using System.Globalization;
using System.Text;
using TextBrewer.Fuzz.Cases;

namespace TextBrewer.Fuzz.Formats;

/// <summary>The folders of two short runs.</summary>
internal static class WrittenRuns
{
    private const string Model = """
        { "dev": { "accuracy": 0.9, "f1": 0.8, "matthews": 0.7 }, "parameters": 1000, "bytes": 4000, "latency_ms": { "p50": 1.5 } }
        """;

    private const string Facts = """
        { "format": 1, "tasks": [ { "kind": "KIND", "labels": ["a", "b"], "train": 10, "extra": 2 } ],
          "teachers": [ { "path": "t", "architecture": "BERT", "layers": 12, "width": 768, "heads": 12, "feed_forward": 3072,
            "vocabulary": 30522, "weight": 1.0 } ],
          "trained": { "start": "every_kth", "architecture": "BERT", "layers": 3, "width": 768 },
          "software": { ".NET": "10" }, "machine": { "processor": "p" } }
        """;

    internal static Seed Classification() => Run("classification", "classification", i => $$"""
        { "format": 1, "example": {{i + 1}}, "text": "t{{i}}", "pair": "p", "gold": "{{"ab"[i % 2]}}", "versions": {
        "teacher": { "decision": "a", "confidence": 0.9, "right": {{(i % 2 == 0 ? "true" : "false")}} },
        "student": { "decision": "b", "confidence": 0.6, "right": {{(i % 2 == 0 ? "false" : "true")}} },
        "student_onnx_int8": { "decision": "a", "confidence": 0.8 } } }
        """);

    internal static Seed Tagging() => Run("tagging", "tagging", i => $$"""
        { "format": 1, "set": "s{{i % 2}}", "example": {{i + 1}}, "words": ["x", "y"], "gold": ["O", "B-a"], "versions": {
        "teacher": { "decision": ["O", "B-a"], "confidence": 0.9, "confidences": [0.9, 0.95], "right": true },
        "student": { "decision": ["O", "O"], "confidence": 0.6, "confidences": [0.6, 0.7], "right": false, "f1": 0.5 } } }
        """);

    private static Seed Run(string name, string kind, Func<int, string> line) => new(name, new Dictionary<string, string>
    {
        ["recipe.json"] = $$"""{ "format": 1, "task": "{{kind}}" }""",
        ["run.json"] = Facts.Replace("KIND", kind, StringComparison.Ordinal),
        ["result.json"] = $$"""
            { "format": 1, "teacher": {{Model}}, "student": {{Model}}, "student_onnx_fp32": {{Model}}, "student_onnx_int8": {{Model}},
              "baseline": {{Model}}, "ablation": { "without_kd_loss": {{Model}} }, "agreement": { "student": 0.95 },
              "parity": { "student_onnx_int8": { "largest_difference": 0.4, "agreement": 0.98, "bytes": 10,
                "before": { "accuracy": 0.9 }, "after": { "accuracy": 0.8 }, "float32_layers": ["x"] } },
              "status": "completed", "steps": 30, "seconds": 8.5, "seed": 3 }
            """,
        ["metrics.jsonl"] = Metrics(),
        ["baseline/metrics.jsonl"] = Metrics(),
        ["ablation/without_kd_loss/metrics.jsonl"] = Metrics(),
        ["predictions.jsonl"] = string.Join('\n', Enumerable.Range(0, 12).Select(i => line(i).ReplaceLineEndings(" "))) + "\n",
    }.ToDictionary(file => file.Key, file => Encoding.UTF8.GetBytes(file.Value)));

    private static string Metrics()
    {
        StringBuilder lines = new();
        for (int step = 0; step < 50; step++)
        {
            lines.AppendLine(CultureInfo.InvariantCulture, $$"""{"step":{{step}},"epoch":0,"scalar/total_loss":{{3.0 / (step + 1)}}}""");
            lines.AppendLine(CultureInfo.InvariantCulture, $$"""{"step":{{step}},"learning_rate":1e-4,"gradient_norm":2}""");
            if (step % 10 == 9) lines.AppendLine(CultureInfo.InvariantCulture, $$"""{"step":{{step}},"dev/accuracy":0.5,"dev/f1":0.5}""");
        }
        return lines.ToString();
    }
}
