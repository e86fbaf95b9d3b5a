using TextBrewer.Fuzz.Cases;
using TextBrewer.Reports.Pages;

namespace TextBrewer.Fuzz.Formats;

/// <summary>What a run's folder holds for its report.</summary>
internal sealed class ReportFormat : Format
{
    internal override string Name => "report";

    internal override string File => "result.json";

    internal override IReadOnlyList<string> Words =>
    [
        "format", "teacher", "student", "baseline", "ablation", "agreement", "parity", "dev", "accuracy", "f1", "latency_ms", "p50",
        "status", "completed", "step", "learning_rate", "scalar/total_loss", "dev/accuracy", "decision", "confidence",
        "confidences", "gold", "right",
        "versions", "model", "tasks", "kind", "task", "set", "words", "choices",
    ];

    internal override IReadOnlyList<Seed> Seeds() =>
    [
        WrittenRuns.Classification(),
        WrittenRuns.Tagging(),
    ];

    internal override bool IsDamaged(string file) => true;

    internal override byte[] Mutate(string file, byte[] bytes, Random random) => file.EndsWith(".jsonl", StringComparison.Ordinal)
        ? Mutations.JsonLines(bytes, random, Words)
        : Mutations.Json(bytes, random, Words);

    internal override void Read(string folder) => ReportPage.Render(folder);
}
