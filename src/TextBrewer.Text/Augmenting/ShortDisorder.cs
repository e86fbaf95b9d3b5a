namespace TextBrewer.Text.Augmenting;

/// <summary>
/// Changes the order of neighbours: at each place <c>abc</c> stays, or becomes <c>bac</c>, <c>cba</c>, <c>cab</c> or <c>bca</c>, and what
/// has moved stays there.
/// </summary>
public sealed class ShortDisorder<T> : IAugmentation<T>
{
    private readonly double[] _probabilities;

    /// <summary><c>abc</c> stays with 0.9 and becomes <c>bac</c> with 0.1.</summary>
    public ShortDisorder() : this([0.9, 0.1, 0, 0, 0])
    {
    }

    /// <summary>The cases with their probabilities.</summary>
    /// <param name="probabilities">Of <c>abc</c>, <c>bac</c>, <c>cba</c>, <c>cab</c> and <c>bca</c>, together 1. Where only two tokens are
    /// left, every case but the first swaps them.</param>
    /// <exception cref="ArgumentException">There are not five, one is not between 0 and 1, or they do not add up to 1.</exception>
    public ShortDisorder(IReadOnlyList<double> probabilities) => _probabilities = Probability.Of(probabilities, 5);

    /// <inheritdoc/>
    public T[] Apply(IReadOnlyList<T> tokens, Random random)
    {
        T[] result = [.. tokens];
        int place = 0;
        while (place < result.Length - 1) place += Disorder(result.AsSpan(place), Probability.Draw(_probabilities, random));
        return result;
    }

    /// <summary>Moves the first tokens; returns how many are done with.</summary>
    private static int Disorder(Span<T> rest, int which)
    {
        if (which == 0) return 1;
        if (which == 1 || rest.Length == 2)
        {
            (rest[0], rest[1]) = (rest[1], rest[0]);
            return 2;
        }
        (rest[0], rest[1], rest[2]) = which switch
        {
            2 => (rest[2], rest[1], rest[0]),
            3 => (rest[2], rest[0], rest[1]),
            _ => (rest[1], rest[2], rest[0]),
        };
        return 3;
    }
}
