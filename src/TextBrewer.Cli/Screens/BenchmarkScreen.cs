using TextBrewer.Recipes.Benchmarking;

namespace TextBrewer.Cli.Screens;

/// <summary>Models side by side: how fast, how large.</summary>
internal static class BenchmarkScreen
{
    internal static void Show(Terminal terminal, BenchmarkResult result)
    {
        string[] columns = ["batch", "tokens", "p50 ms", "p95 ms", "p99 ms", "texts/s", "MB", "MB in memory"];
        PlainText.Write(terminal, "model", columns, [.. result.Rows.Select(Row)]);
        terminal.Out.WriteLine(FormattableString.Invariant($"{result.Threads} threads, {result.Instructions}; every model got its batches ")
            + "in turn, in one run. Memory is what loading a model and its batches have added to this process.");
    }

    private static string[] Row(Latency row) =>
    [
        row.Name,
        PlainText.Count(row.Batch),
        PlainText.Number(row.Length, "0.#"),
        PlainText.Number(row.P50, "F2"),
        PlainText.Number(row.P95, "F2"),
        PlainText.Number(row.P99, "F2"),
        PlainText.Number(row.TextsPerSecond, "N0"),
        PlainText.Number(row.Bytes / 1e6, "F1"),
        PlainText.Number(row.ResidentBytes / 1e6, "F1"),
    ];
}
