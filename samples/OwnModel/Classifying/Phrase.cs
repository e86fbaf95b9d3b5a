namespace OwnModel.Classifying;

/// <summary>
/// Sixteen made-up words, two neighbours of which give the topic away. Each of the two alone says nothing: all topics use the same words.
/// </summary>
/// <param name="Words">Numbers of words.</param>
/// <param name="Topic">The topic.</param>
public sealed record Phrase(int[] Words, int Topic)
{
    /// <summary>How many words there are.</summary>
    public const int Vocabulary = 50;

    /// <summary>How many topics there are.</summary>
    public const int Topics = 3;

    /// <summary>How many words a phrase has.</summary>
    public const int Length = 16;

    // Words below this one stand in the telling pairs only.
    private const int Telling = 6;

    /// <summary>Phrases; the same seed gives the same.</summary>
    public static IReadOnlyList<Phrase> Make(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => One(random))];
    }

    private static Phrase One(Random random)
    {
        int[] words = [.. Enumerable.Range(0, Length).Select(_ => random.Next(Telling, Vocabulary))];
        (int first, int topic, int place) = (random.Next(Telling), random.Next(Topics), random.Next(Length - 1));
        // From one word to the next it is a step of 1, 2 or 3 around a circle of six.
        (words[place], words[place + 1]) = (first, (first + topic + 1) % Telling);
        return new Phrase(words, topic);
    }
}
