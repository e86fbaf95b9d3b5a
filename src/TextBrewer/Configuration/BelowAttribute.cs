using System.Globalization;

namespace TextBrewer.Configuration;

/// <summary>The number is finite, and less than a limit.</summary>
/// <param name="limit">What the number has to stay below.</param>
internal sealed class BelowAttribute(double limit) : RuleAttribute
{
    /// <summary>What the number has to stay below.</summary>
    public double Limit => limit;

    /// <inheritdoc/>
    public override string Demand => string.Create(CultureInfo.InvariantCulture, $"it must be below {limit}");

    /// <inheritdoc/>
    public override bool Allows(object value)
    {
        double number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
        return double.IsFinite(number) && number < limit;
    }
}
