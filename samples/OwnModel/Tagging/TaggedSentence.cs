namespace OwnModel.Tagging;

/// <summary>
/// A sentence of made-up words with a tag for each. Words are of three kinds; a tag depends on the kind of its word and of the next.
/// </summary>
/// <param name="Words">Numbers of words, from 1.</param>
/// <param name="Tags">A tag for each word.</param>
public sealed record TaggedSentence(int[] Words, int[] Tags)
{
    /// <summary>How many words there are, and the padding.</summary>
    public const int Vocabulary = 61;

    /// <summary>How many tags there are.</summary>
    public const int TagCount = 3;

    /// <summary>Sentences of 4 to 12 words; the same seed gives the same.</summary>
    public static IReadOnlyList<TaggedSentence> Make(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count)
            .Select(_ => Of([.. Enumerable.Range(0, random.Next(4, 13)).Select(_ => random.Next(1, Vocabulary))]))];
    }

    private static TaggedSentence Of(int[] words) =>
        new(words, [.. words.Select((word, i) => (Kind(word) + (i + 1 < words.Length ? Kind(words[i + 1]) : 0)) % TagCount)]);

    private static int Kind(int word) => word % TagCount;
}
