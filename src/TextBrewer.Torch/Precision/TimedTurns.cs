namespace TextBrewer.Torch.Precision;

/// <summary>
/// Compares two ways to compute the same by their time. They take turns, so that what else the machine does meets both, and the best turn
/// of each counts: what it takes where nothing interferes.
/// </summary>
internal static class TimedTurns
{
    /// <summary>How many times as fast the second way is.</summary>
    /// <param name="first">The first way.</param>
    /// <param name="second">The second way.</param>
    /// <param name="rounds">Turns of each, after one that is not counted because it warms up.</param>
    /// <param name="clock">Tells the time.</param>
    internal static double Speed(Action first, Action second, int rounds, TimeProvider clock)
    {
        (TimeSpan one, TimeSpan two) = Best(first, second, rounds, clock);
        return one / two;
    }

    /// <summary>The best turn of each.</summary>
    internal static (TimeSpan First, TimeSpan Second) Best(Action first, Action second, int rounds, TimeProvider clock)
    {
        first();
        second();
        (TimeSpan one, TimeSpan two) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        for (int round = 0; round < rounds; round++)
        {
            one = Shorter(one, first);
            two = Shorter(two, second);
        }
        return (one, two);

        TimeSpan Shorter(TimeSpan best, Action turn)
        {
            long start = clock.GetTimestamp();
            turn();
            TimeSpan taken = clock.GetElapsedTime(start);
            return taken < best ? taken : best;
        }
    }
}
