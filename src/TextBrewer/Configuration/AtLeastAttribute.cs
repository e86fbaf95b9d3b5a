using System.Globalization;

namespace TextBrewer.Configuration;

/// <summary>The number is finite, and not below a limit.</summary>
/// <param name="limit">The smallest number that is allowed.</param>
internal sealed class AtLeastAttribute(double limit) : RuleAttribute
{
    /// <summary>The smallest number that is allowed.</summary>
    public double Limit => limit;

    /// <inheritdoc/>
    public override string Demand =>
        limit == 0 ? "it must be 0 or more" : string.Create(CultureInfo.InvariantCulture, $"it must be at least {limit}");

    /// <inheritdoc/>
    public override bool Allows(object value)
    {
        double number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
        return double.IsFinite(number) && number >= limit;
    }
}
