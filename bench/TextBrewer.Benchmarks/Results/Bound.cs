using System.Globalization;

namespace TextBrewer.Benchmarks.Results;

/// <summary>A limit that a figure must keep.</summary>
internal sealed class Bound
{
    private readonly double _limit;
    private readonly bool _isLeast;

    private Bound(double limit, bool isLeast) => (_limit, _isLeast) = (limit, isLeast);

    /// <summary>The figure must not be below it.</summary>
    internal static Bound AtLeast(double limit) => new(limit, isLeast: true);

    /// <summary>The figure must not be above it.</summary>
    internal static Bound AtMost(double limit) => new(limit, isLeast: false);

    /// <summary>Whether a figure keeps the limit; what is not a number does not.</summary>
    internal bool Keeps(double value) => _isLeast ? value >= _limit : value <= _limit;

    /// <summary>The limit in words.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(_isLeast ? "at least" : "at most")} {_limit}");
}
