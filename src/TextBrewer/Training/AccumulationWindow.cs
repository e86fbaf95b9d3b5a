namespace TextBrewer.Training;

/// <summary>The micro-batches that one optimizer step takes its gradient from: the mean over what the window holds.</summary>
/// <param name="size">How many micro-batches there are; the last of an epoch may hold fewer than the others.</param>
internal sealed class AccumulationWindow(int size)
{
    private int _taken;

    /// <summary>How many micro-batches there are.</summary>
    internal int Size => size;

    /// <summary>Counts a micro-batch, and says whether it was the window's last.</summary>
    internal bool EndsWithNext() => ++_taken == size;
}
