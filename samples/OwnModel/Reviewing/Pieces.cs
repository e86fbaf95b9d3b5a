namespace OwnModel.Reviewing;

/// <summary>
/// The teacher's tokenizer: every third word is cut into two pieces, and two marks stand around the review. So it has other numbers and
/// other lengths than the student.
/// </summary>
public static class Pieces
{
    /// <summary>How many pieces there are: those of words, five endings, two marks.</summary>
    public const int Vocabulary = End + 1;

    private const int Start = Review.Vocabulary + 5, End = Start + 1;

    /// <summary>The pieces of words, and at which of them each word begins.</summary>
    public static (int[] Ids, int[] Begins) Of(int[] words)
    {
        List<int> ids = [Start], begins = [];
        foreach (int word in words)
        {
            begins.Add(ids.Count);
            ids.Add(word);
            if (word % 3 == 0) ids.Add(Review.Vocabulary + (word % 5));
        }
        return ([.. ids, End], [.. begins]);
    }
}
