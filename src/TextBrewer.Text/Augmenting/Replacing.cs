namespace TextBrewer.Text.Augmenting;

/// <summary>Replaces tokens, each with the same probability, by what is drawn for it (Jiao et al. 2020, Algorithm 1).</summary>
/// <param name="draw">Draws what stands in a token's place; it may give the token itself.</param>
/// <param name="probability">Of each token, from 0 to 1.</param>
/// <exception cref="ArgumentOutOfRangeException">The probability is not between 0 and 1.</exception>
public sealed class Replacing<T>(Func<T, Random, T> draw, double probability = 0.4) : IAugmentation<T>
{
    private readonly double _probability = Probability.Of(probability);

    /// <inheritdoc/>
    public T[] Apply(IReadOnlyList<T> tokens, Random random) =>
        [.. tokens.Select(token => random.NextDouble() < _probability ? draw(token, random) : token)];
}
