namespace TextBrewer.Data;

/// <summary>The part of every batch that one of several processes trains on: neighbouring examples, as evenly as it goes.</summary>
/// <param name="Rank">The process, from 0.</param>
/// <param name="Processes">How many there are.</param>
public readonly record struct BatchSlice(int Rank, int Processes)
{
    /// <summary>The whole batch.</summary>
    public static BatchSlice Whole { get; } = new(0, 1);

    /// <summary>Whether it is the whole batch.</summary>
    public bool IsWhole => Processes == 1;

    /// <summary>
    /// Which of a batch's examples: the first and how many; where it has fewer than there are processes, none for some, and the first is
    /// then an example all the same.
    /// </summary>
    /// <param name="examples">How many the batch has, at least 1.</param>
    public (int From, int Count) Of(int examples)
    {
        int from = (int)((long)examples * Rank / Processes), to = (int)((long)examples * (Rank + 1) / Processes);
        return (Math.Min(from, examples - 1), to - from);
    }
}
