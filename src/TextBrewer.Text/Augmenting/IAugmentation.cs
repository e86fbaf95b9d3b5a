namespace TextBrewer.Text.Augmenting;

/// <summary>Makes another text of a text, by chance.</summary>
/// <typeparam name="T">What a text consists of: words, tokens, token ids.</typeparam>
public interface IAugmentation<T>
{
    /// <summary>Makes a new list; the given one stays as it is. Any length will do, 0 included.</summary>
    /// <param name="tokens">The text.</param>
    /// <param name="random">The chance; one with the same seed gives the same list.</param>
    T[] Apply(IReadOnlyList<T> tokens, Random random);
}
