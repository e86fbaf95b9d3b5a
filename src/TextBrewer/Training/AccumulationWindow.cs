using TextBrewer.Data;

namespace TextBrewer.Training;

/// <summary>
/// The micro-batches that one optimizer step takes its gradient from: the mean over what the window holds. Where they are of different
/// sizes each counts by its examples, as if they were one batch; with several tasks, by its task's examples in the window, so that a task
/// weighs what its micro-batches weigh.
/// </summary>
internal sealed class AccumulationWindow
{
    private readonly double[] _divisors;
    private int _taken;

    /// <param name="shares">Each micro-batch; where nobody counted the examples of one, all count the same. The last window of an epoch may
    /// hold fewer than the others.</param>
    internal AccumulationWindow(IReadOnlyList<BatchShare> shares)
    {
        _divisors = new double[shares.Count];
        Array.Fill(_divisors, shares.Count);
        if (shares.Any(share => share.Examples is null or 0)) return;
        for (int i = 0; i < shares.Count; i++)
        {
            BatchShare[] task = [.. shares.Where(share => share.Task == shares[i].Task)];
            long even = (long)task.Length * shares[i].Examples!.Value;
            _divisors[i] *= task.Sum(share => (long)share.Examples!.Value) / (double)even; // by 1, exactly, where all are of one size
        }
    }

    /// <summary>How many micro-batches there are.</summary>
    internal int Size => _divisors.Length;

    /// <summary>What the loss of the micro-batch that is next is divided by.</summary>
    internal double Divisor => _divisors[_taken];

    /// <summary>Counts a micro-batch, and says whether it was the window's last.</summary>
    internal bool EndsWithNext() => ++_taken == Size;
}
