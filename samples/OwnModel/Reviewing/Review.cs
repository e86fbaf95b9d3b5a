namespace OwnModel.Reviewing;

/// <summary>A review of made-up words: good ones and bad ones are counted, and after "not" a word counts the other way.</summary>
/// <param name="Number">Which one it is.</param>
/// <param name="Words">Numbers of words, from 1.</param>
/// <param name="Label">1: more good than bad.</param>
public sealed record Review(int Number, int[] Words, int Label)
{
    /// <summary>How many words there are, and the padding.</summary>
    public const int Vocabulary = 41;

    // Words 1 to 8 are good, 9 to 16 bad, 17 is "not"; the others say nothing.
    private const int Good = 8, Bad = 16, Not = 17;

    /// <summary>Reviews of 4 to 12 words; the same seed gives the same.</summary>
    public static IReadOnlyList<Review> Make(int count, int seed)
    {
        Random random = new(seed);
        List<Review> reviews = [];
        while (reviews.Count < count)
        {
            int[] words = [.. Enumerable.Range(0, random.Next(4, 13)).Select(_ => random.Next(10) switch
            {
                < 4 => random.Next(1, Bad + 1),
                4 => Not,
                _ => random.Next(Not + 1, Vocabulary),
            })];
            int sum = words.Select((word, i) => i > 0 && words[i - 1] == Not ? -Value(word) : Value(word)).Sum();
            if (sum != 0) reviews.Add(new Review(reviews.Count, words, sum > 0 ? 1 : 0));
        }
        return reviews;
    }

    private static int Value(int word) => word <= Good ? 1 : word <= Bad ? -1 : 0;
}
