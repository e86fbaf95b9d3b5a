using System.Globalization;

namespace OwnModel;

/// <summary>What a sample came to; accuracies from 0 to 1 on data that neither model was trained on.</summary>
/// <param name="What">What was distilled into what.</param>
/// <param name="Teacher">The teacher's accuracy.</param>
/// <param name="Before">The student's with its random weights.</param>
/// <param name="After">The distilled student's.</param>
public sealed record SampleResult(string What, double Teacher, double Before, double After)
{
    /// <summary>A line for the console.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{What}. Held-out accuracy: teacher {Teacher:F3}, student {Before:F3} before and {After:F3} after.");
}
