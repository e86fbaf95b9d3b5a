namespace TextBrewer.Torch.Collectives;

/// <summary>Which part of a row of things is whose: parts of one process after the other, as even as they come.</summary>
internal static class Share
{
    /// <summary>How many each process has.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="size">The number of processes.</param>
    internal static int[] Counts(int count, int size) =>
        [.. Enumerable.Range(0, size).Select(rank => (int)((long)count * (rank + 1) / size - (long)count * rank / size))];
}
