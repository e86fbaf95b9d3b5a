using System.Globalization;
using System.Runtime.CompilerServices;

namespace TextBrewer.Text.Augmenting;

/// <summary>Checks probabilities where they come in.</summary>
internal static class Probability
{
    // What a list of decimal fractions may be off by after rounding.
    private const double Rounding = 1e-8;

    /// <summary>The probability itself.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not between 0 and 1.</exception>
    internal static double Of(double value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(name, value, "A probability lies between 0 and 1.");

    /// <summary>A copy of the probabilities of several cases, exactly one of which happens.</summary>
    /// <exception cref="ArgumentException">There is another number of them, one is not between 0 and 1, or they do not add up to
    /// 1.</exception>
    internal static double[] Of(IReadOnlyList<double> values, int count, [CallerArgumentExpression(nameof(values))] string? name = null)
    {
        if (values.Count != count)
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"There are {values.Count} probabilities for {count} cases."),
                name);
        foreach (double value in values) Of(value, name);
        double sum = values.Sum();
        if (Math.Abs(sum - 1) > Rounding)
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"Probabilities add up to 1; these add up to {sum:R}."),
                name);
        return [.. values];
    }

    /// <summary>Draws a case.</summary>
    internal static int Draw(double[] probabilities, Random random)
    {
        double left = random.NextDouble();
        for (int i = 0; i < probabilities.Length; i++)
        {
            left -= probabilities[i];
            if (left < 0) return i;
        }
        // A sum that rounding keeps below 1 ends here: the last case that can happen.
        return Array.FindLastIndex(probabilities, p => p > 0);
    }
}
