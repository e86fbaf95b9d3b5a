namespace TextBrewer.Text.Augmenting;

/// <summary>Leaves out tokens, each with the same probability; of a short text nothing may be left.</summary>
/// <param name="probability">Of each token, from 0 to 1.</param>
/// <exception cref="ArgumentOutOfRangeException">The probability is not between 0 and 1.</exception>
public sealed class Deleting<T>(double probability = 0.1) : IAugmentation<T>
{
    private readonly double _probability = Probability.Of(probability);

    /// <inheritdoc/>
    public T[] Apply(IReadOnlyList<T> tokens, Random random) => [.. tokens.Where(_ => random.NextDouble() >= _probability)];
}
