namespace TextBrewer.Text.Metrics;

/// <summary>Numbers, and their order: sorted once, ranked as often as one likes.</summary>
/// <param name="numbers">The numbers.</param>
public sealed class RankedNumbers(IReadOnlyList<double> numbers)
{
    private readonly int[] _order = [.. Enumerable.Range(0, numbers.Count).OrderBy(i => numbers[i])];

    /// <summary>The numbers.</summary>
    internal IReadOnlyList<double> Values => numbers;

    /// <summary>The rank of each; equal numbers share the mean of their ranks.</summary>
    /// <param name="times">How often each is there.</param>
    internal double[] Ranks(IReadOnlyList<int> times)
    {
        double[] ranks = new double[_order.Length];
        long before = 0;
        for (int from = 0, to; from < _order.Length; from = to)
        {
            long equal = 0;
            for (to = from; to < _order.Length && numbers[_order[to]] == numbers[_order[from]]; to++) equal += times[_order[to]];
            if (to == from) to++; // no number is equal to what is none
            for (int i = from; i < to; i++) ranks[_order[i]] = before + ((1 + equal) / 2.0);
            before += equal;
        }
        return ranks;
    }
}
