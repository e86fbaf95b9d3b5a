namespace TextBrewer.Recipes.Evaluating;

/// <summary>How well a model knows one label; of tagged words, one type of entity.</summary>
/// <param name="Precision">The share right among what it gives the label to.</param>
/// <param name="Recall">The share found among what has the label.</param>
/// <param name="F1">The harmonic mean of both.</param>
/// <param name="Support">How many have the label.</param>
public sealed record LabelScore(double Precision, double Recall, double F1, long Support)
{
    /// <summary>From counts; what nothing is divided by is 0.</summary>
    internal static LabelScore Of(long right, long given, long real) => new(
        given == 0 ? 0 : (double)right / given,
        real == 0 ? 0 : (double)right / real,
        given + real == 0 ? 0 : 2.0 * right / (given + real),
        real);
}
