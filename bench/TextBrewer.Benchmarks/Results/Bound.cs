using System.Globalization;

namespace TextBrewer.Benchmarks.Results;

/// <summary>A limit that a figure must keep.</summary>
internal sealed class Bound
{
    private readonly string _words;
    private readonly Func<double, bool> _keeps;

    private Bound(string words, double limit, Func<double, bool> keeps) =>
        (_words, _keeps) = (string.Create(CultureInfo.InvariantCulture, $"{words} {limit}"), keeps);

    /// <summary>The figure must not be below it.</summary>
    internal static Bound AtLeast(double limit) => new("at least", limit, value => value >= limit);

    /// <summary>The figure must not be above it.</summary>
    internal static Bound AtMost(double limit) => new("at most", limit, value => value <= limit);

    /// <summary>The figure must not be further from 0, on either side.</summary>
    internal static Bound Within(double limit) => new("within", limit, value => Math.Abs(value) <= limit);

    /// <summary>Whether a figure keeps the limit; what is not a number does not.</summary>
    internal bool Keeps(double value) => _keeps(value);

    /// <summary>The limit in words.</summary>
    public override string ToString() => _words;
}
