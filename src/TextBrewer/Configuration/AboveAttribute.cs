using System.Globalization;

namespace TextBrewer.Configuration;

/// <summary>The number is finite, and greater than a limit.</summary>
/// <param name="limit">What the number has to exceed.</param>
internal sealed class AboveAttribute(double limit) : RuleAttribute
{
    /// <summary>What the number has to exceed.</summary>
    public double Limit => limit;

    /// <inheritdoc/>
    public override string Demand => string.Create(CultureInfo.InvariantCulture, $"it must be above {limit}");

    /// <inheritdoc/>
    public override bool Allows(object value)
    {
        double number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
        return double.IsFinite(number) && number > limit;
    }
}
