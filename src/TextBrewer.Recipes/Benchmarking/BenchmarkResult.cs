namespace TextBrewer.Recipes.Benchmarking;

/// <summary>How fast models are, side by side.</summary>
/// <param name="Threads">The threads that they had.</param>
/// <param name="Instructions">The widest vector instructions of the processor.</param>
/// <param name="Rows">A row for each model and size of batch.</param>
public sealed record BenchmarkResult(int Threads, string Instructions, IReadOnlyList<Latency> Rows);
