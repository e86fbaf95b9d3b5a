namespace TextBrewer.Text.Augmenting;

/// <summary>Swaps the two halves of a span: at each place with the same probability, and what has moved stays there.</summary>
public sealed class LongDisorder<T> : IAugmentation<T>
{
    private readonly double _probability;
    private readonly double _length;

    /// <summary>Makes a disorder.</summary>
    /// <param name="probability">Of each place, from 0 to 1.</param>
    /// <param name="length">Tokens of a span; up to 1: its share of the text, rounded down. Odd ones are rounded up. A text shorter than
    /// the span, or a share of it that rounds to 0, stays as it is.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not between 0 and 1, or the length not above 0.</exception>
    public LongDisorder(double probability = 0.1, double length = 20)
    {
        if (length is not (> 0 and <= int.MaxValue)) throw new ArgumentOutOfRangeException(
            nameof(length),
            length,
            "A length is a number of tokens, or up to 1 a share of the text above 0.");
        (_probability, _length) = (Probability.Of(probability), length);
    }

    /// <inheritdoc/>
    public T[] Apply(IReadOnlyList<T> tokens, Random random)
    {
        T[] result = [.. tokens];
        long half = ((long)(_length <= 1 ? _length * tokens.Count : _length) + 1) / 2;
        // Without this, a span of nothing would be swapped at the same place for ever.
        if (half == 0) return result;
        long place = 0;
        while (place + (2 * half) <= result.Length)
        {
            bool swaps = random.NextDouble() < _probability;
            if (swaps) Swap(result.AsSpan((int)place, (int)(2 * half)));
            place += swaps ? 2 * half : 1;
        }
        return result;
    }

    private static void Swap(Span<T> span)
    {
        T[] first = [.. span[..(span.Length / 2)]];
        span[first.Length..].CopyTo(span);
        first.CopyTo(span[first.Length..]);
    }
}
