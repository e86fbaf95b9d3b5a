namespace TextBrewer.Text.Augmenting;

/// <summary>Puts a mask in place of tokens, each with the same probability.</summary>
/// <param name="mask">The mask: <c>[MASK]</c>, or its id.</param>
/// <param name="probability">Of each token, from 0 to 1.</param>
/// <exception cref="ArgumentOutOfRangeException">The probability is not between 0 and 1.</exception>
public sealed class Masking<T>(T mask, double probability = 0.1) : IAugmentation<T>
{
    private readonly double _probability = Probability.Of(probability);

    /// <inheritdoc/>
    public T[] Apply(IReadOnlyList<T> tokens, Random random) =>
        [.. tokens.Select(token => random.NextDouble() < _probability ? mask : token)];
}
