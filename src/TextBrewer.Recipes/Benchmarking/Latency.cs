namespace TextBrewer.Recipes.Benchmarking;

/// <summary>How fast a model is on batches of one shape.</summary>
/// <param name="Name">The model's name.</param>
/// <param name="Batch">Texts in a batch.</param>
/// <param name="Length">Tokens in a text.</param>
/// <param name="P50">Median milliseconds for a batch.</param>
/// <param name="P95">95 of 100 batches took no longer.</param>
/// <param name="P99">99 of 100 batches took no longer.</param>
/// <param name="TextsPerSecond">Texts in a second, at the median.</param>
/// <param name="Bytes">The model's bytes, in memory or as a file.</param>
public sealed record Latency(string Name, int Batch, int Length, double P50, double P95, double P99, double TextsPerSecond, long Bytes);
