namespace TextBrewer.Reports.Charts;

/// <summary>From numbers to places between 0 and 1, with round numbers to write beside it.</summary>
internal sealed class Axis
{
    private readonly double _from, _to;
    private readonly bool _logarithmic;

    private Axis(double from, double to, bool logarithmic, IReadOnlyList<double> ticks) =>
        (_from, _to, _logarithmic, Ticks) = (from, to, logarithmic, ticks);

    /// <summary>The numbers to write beside it.</summary>
    internal IReadOnlyList<double> Ticks { get; }

    /// <summary>An axis that holds all values; its ends are the values' own or, with <paramref name="round"/>, round numbers.</summary>
    internal static Axis Linear(IReadOnlyList<double> values, int ticks = 4, bool round = true)
    {
        (double least, double most) = (values.Min(), values.Max());
        if (least == most) (least, most) = least == 0 ? (0, 1) : (least - (0.1 * Math.Abs(least)), most + (0.1 * Math.Abs(most)));
        double step = Step((most - least) / ticks);
        (double from, double to) = round
            ? (Math.Floor((least / step) + 1e-9) * step, Math.Ceiling((most / step) - 1e-9) * step)
            : (least, most);
        long first = (long)Math.Ceiling((from / step) - 1e-9), last = (long)Math.Floor((to / step) + 1e-9);
        return new Axis(from, to, false, [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => Clean((first + i) * step, step))]);
    }

    /// <summary>A linear axis from one number to another.</summary>
    internal static Axis Between(double from, double to, IReadOnlyList<double> ticks) => new(from, to, false, ticks);

    /// <summary>A logarithmic axis over positive values.</summary>
    internal static Axis Logarithmic(IReadOnlyList<double> values)
    {
        int first = (int)Math.Floor(Math.Log10(values.Min()) + 1e-9), last = (int)Math.Ceiling(Math.Log10(values.Max()) - 1e-9);
        if (last == first) last++;
        int every = Math.Max(1, (last - first + 3) / 4);
        return new Axis(
            first,
            last,
            true,
            [.. Enumerable.Range(0, last - first + 1).Where(i => i % every == 0).Select(i => Math.Pow(10, first + i))]);
    }

    /// <summary>The place of a number.</summary>
    internal double At(double value) => ((_logarithmic ? Math.Log10(value) : value) - _from) / (_to - _from);

    // 1, 2 or 5 times a power of ten.
    private static double Step(double rough)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return power * (rough / power) switch { <= 1.0000001 => 1, <= 2.0000001 => 2, <= 5.0000001 => 5, _ => 10 };
    }

    // 3 × 0.1 is 0.30000000000000004.
    private static double Clean(double value, double step)
    {
        int digits = Math.Clamp(1 - (int)Math.Floor(Math.Log10(step)), 0, 15);
        return Math.Round(value, digits) + 0.0;
    }
}
