namespace TextBrewer.Recipes.Benchmarking;

/// <summary>How fast a model is on batches of one size.</summary>
/// <param name="Name">The model's name.</param>
/// <param name="Batch">Texts in a batch.</param>
/// <param name="Length">Tokens in a text; of real texts the mean, without padding.</param>
/// <param name="P50">Median milliseconds for a batch.</param>
/// <param name="P95">95 of 100 batches took no longer.</param>
/// <param name="P99">99 of 100 batches took no longer.</param>
/// <param name="TextsPerSecond">Texts in a second, all batches together.</param>
/// <param name="Bytes">The model's bytes, in memory or as a file.</param>
/// <param name="ResidentBytes">What the model has added to the memory that the process holds, by being loaded and by the batches so
/// far.</param>
public sealed record Latency(
    string Name,
    int Batch,
    double Length,
    double P50,
    double P95,
    double P99,
    double TextsPerSecond,
    long Bytes,
    long ResidentBytes);
