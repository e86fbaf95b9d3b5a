using System.Globalization;

namespace TextBrewer.Configuration;

/// <summary>The number is finite, and not above a limit.</summary>
/// <param name="limit">The largest number that is allowed.</param>
internal sealed class AtMostAttribute(double limit) : RuleAttribute
{
    /// <summary>The largest number that is allowed.</summary>
    public double Limit => limit;

    /// <inheritdoc/>
    public override string Demand => string.Create(CultureInfo.InvariantCulture, $"it must be at most {limit}");

    /// <inheritdoc/>
    public override bool Allows(object value)
    {
        double number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
        return double.IsFinite(number) && number <= limit;
    }
}
