namespace TextBrewer.Inference.Queueing;

/// <summary>
/// How the requests of concurrent callers are gathered into batches. What is counted are sequences: a text is one; a passage is one for
/// each window, a question of choices one for each choice.
/// </summary>
public sealed class QueueOptions
{
    /// <summary>
    /// How many sequences may wait; beyond them a request is refused with <see cref="QueueFullException"/>, before its texts are read.
    /// </summary>
    public int Capacity { get; set; } = 1024;

    /// <summary>How many sequences are run together.</summary>
    public int MaxBatch { get; set; } = 32;

    /// <summary>
    /// The largest share of the queue that one request takes, from 0 to 1, and of a batch while others wait. Of a request with more
    /// sequences than that the rest waits aside, and requests take turns, so that a large one does not keep small ones waiting.
    /// </summary>
    public double MaxShare { get; set; } = 0.25;

    /// <summary>
    /// How long the first request of a batch waits for others. Zero, the default: not at all; requests gather anyway while the batch before
    /// them runs.
    /// </summary>
    public TimeSpan MaxWait { get; set; } = TimeSpan.Zero;

    /// <summary>A share as a number; one at least.</summary>
    internal static int Share(int whole, double share) => Math.Max(1, (int)(whole * share));
}
