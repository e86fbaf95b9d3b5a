namespace TextBrewer.Inference.Queueing;

/// <summary>
/// How the requests of concurrent callers are gathered into batches. What is counted are sequences: a text is one; a passage is one for
/// each window, a question of choices one for each choice.
/// </summary>
public sealed class QueueOptions
{
    /// <summary>
    /// How many sequences may wait; beyond them a request is refused with <see cref="QueueFullException"/>. One request that is larger is
    /// taken where nothing else waits.
    /// </summary>
    public int Capacity { get; set; } = 1024;

    /// <summary>How many sequences are run together.</summary>
    public int MaxBatch { get; set; } = 32;

    /// <summary>
    /// How long the first request of a batch waits for others. Zero, the default: not at all; requests gather anyway while the batch before
    /// them runs.
    /// </summary>
    public TimeSpan MaxWait { get; set; } = TimeSpan.Zero;
}
