using TextBrewer.Naming;
using static System.FormattableString;

namespace TextBrewer.Schedules;

/// <summary>Courses of the probability with which modules are replaced (Xu et al. 2020, BERT-of-Theseus).</summary>
public static class ReplacementSchedules
{
    /// <summary>The schedules that a recipe can name: <c>["constant", p]</c> and <c>["linear", k, b]</c>.</summary>
    public static NameTable<ReplacementSchedule> Names { get; } = new("replacement schedule")
    {
        ["constant"] = named => Constant(named.Numbers(("p", null))[0]),
        ["linear"] = named =>
        {
            double[] numbers = named.Numbers(("k", null), ("b", null));
            return Linear(numbers[0], numbers[1]);
        },
    };

    /// <summary>The same probability throughout.</summary>
    /// <exception cref="ConfigurationException">It is not above 0 and at most 1.</exception>
    public static ReplacementSchedule Constant(double p) => p is > 0 and <= 1
        ? (_, _) => p
        : throw new ConfigurationException(Invariant($"The probability p of 'constant' is {p:R}; it must be above 0 and at most 1."));

    /// <summary>p_d = min(1, k · t + b) (eq. 7), t the optimizer steps already taken.</summary>
    /// <param name="k">What a step adds.</param>
    /// <param name="b">The probability at the beginning.</param>
    /// <exception cref="ConfigurationException">k is not above 0, or b is not from 0 to 1.</exception>
    public static ReplacementSchedule Linear(double k, double b)
    {
        if (!(double.IsFinite(k) && k > 0)) throw new ConfigurationException(
            Invariant($"The k of 'linear' is {k:R}; it must be above 0: for the same probability throughout take [\"constant\", p]."));
        if (b is not (>= 0 and <= 1)) throw new ConfigurationException(Invariant($"The b of 'linear' is {b:R}; it must be from 0 to 1."));
        return (step, _) => Math.Min(1, (k * step) + b);
    }
}
