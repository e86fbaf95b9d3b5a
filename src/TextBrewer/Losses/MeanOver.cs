namespace TextBrewer.Losses;

/// <summary>
/// What a loss is a mean over. Where several processes share a batch, each has the mean over its part, and the mean over the whole is put
/// together of them by these counts.
/// </summary>
public enum MeanOver
{
    /// <summary>The examples of the batch.</summary>
    Examples,

    /// <summary>The real positions of the batch.</summary>
    Positions,

    /// <summary>The pairs of real positions within each example.</summary>
    Pairs,

    /// <summary>The positions that have a label.</summary>
    Labelled,

    /// <summary>It compares examples with each other, so that it is computed over the whole batch by every process.</summary>
    Batch,
}
