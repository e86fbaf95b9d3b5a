namespace TextBrewer.Text.Augmenting;

/// <summary>
/// Takes one n-gram of a text: the length is drawn first, then the place. A text that is shorter than the length is taken whole.
/// </summary>
public sealed class NGramSampling<T> : IAugmentation<T>
{
    private readonly int[] _lengths;
    private readonly double[] _probabilities;

    /// <summary>Lengths from 1 to 5, each as probable as the others.</summary>
    public NGramSampling() : this([1, 2, 3, 4, 5], [0.2, 0.2, 0.2, 0.2, 0.2])
    {
    }

    /// <summary>Lengths with their probabilities.</summary>
    /// <param name="lengths">The lengths, at least 1 each.</param>
    /// <param name="probabilities">One per length, together 1.</param>
    /// <exception cref="ArgumentException">A length is below 1; or the probabilities are not as many as the lengths, not between 0 and 1,
    /// or do not add up to 1.</exception>
    public NGramSampling(IReadOnlyList<int> lengths, IReadOnlyList<double> probabilities)
    {
        foreach (int length in lengths) ArgumentOutOfRangeException.ThrowIfLessThan(length, 1, nameof(lengths));
        _lengths = [.. lengths];
        _probabilities = Probability.Of(probabilities, lengths.Count);
    }

    /// <inheritdoc/>
    public T[] Apply(IReadOnlyList<T> tokens, Random random)
    {
        int length = Math.Min(_lengths[Probability.Draw(_probabilities, random)], tokens.Count);
        int start = random.Next(tokens.Count - length + 1);
        return [.. tokens.Skip(start).Take(length)];
    }
}
