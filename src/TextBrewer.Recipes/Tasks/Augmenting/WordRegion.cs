namespace TextBrewer.Recipes.Tasks.Augmenting;

/// <summary>Words that stand side by side in a sequence, and may become others: a text, a passage.</summary>
/// <param name="Sequence">The sequence of the example, from 0.</param>
/// <param name="Start">The first token.</param>
/// <param name="End">The token behind the last.</param>
/// <param name="Words">The words in their order; one and the same list where two sequences have the same text.</param>
internal sealed record WordRegion(int Sequence, int Start, int End, IReadOnlyList<Word> Words)
{
    /// <summary>
    /// The words of an example that may become others, one region after the other. A text that stands in several sequences in the same
    /// place, as a context does before each of its choices, is one list of words.
    /// </summary>
    /// <param name="task">Says where words begin, and which may change.</param>
    /// <param name="text">The example.</param>
    internal static IReadOnlyList<WordRegion> Of(TextTask task, EncodedText text)
    {
        List<WordRegion> regions = [];
        int numbers = 0, ofFirst = 0;
        for (int sequence = 0; sequence < text.Sequences.Count; sequence++)
        {
            int place = 0, length = text.Sequences[sequence].Length;
            for (int start = 0, end; start < length; start = end)
            {
                end = start + 1;
                if (!task.MayChange(text, sequence, start)) continue;
                while (end < length && task.MayChange(text, sequence, end)) end++;
                WordRegion? twin = sequence > 0 && place < ofFirst && regions[place].HasTokens(text, sequence, start, end)
                    ? regions[place]
                    : null;
                regions.Add(new(sequence, start, end, twin?.Words ?? WordsOf(task, text, sequence, start, end, ref numbers)));
                place++;
            }
            if (sequence == 0) ofFirst = place;
        }
        return regions;
    }

    private static List<Word> WordsOf(TextTask task, EncodedText text, int sequence, int start, int end, ref int numbers)
    {
        List<Word> words = [];
        for (int at = start, next; at < end; at = next)
        {
            next = at + 1;
            while (next < end && !task.BeginsWord(text, sequence, next)) next++;
            // A window may begin in the middle of a word.
            bool isWhole = next == at + 1 && !task.Settings.Tokenizer.ContinuesWord(text.Sequences[sequence].Ids[at]);
            words.Add(new Word(at - start, next - at, isWhole ? numbers++ : -1));
        }
        return words;
    }

    private bool HasTokens(EncodedText text, int sequence, int start, int end) =>
        text.Sequences[sequence].Ids.AsSpan(start, end - start).SequenceEqual(text.Sequences[Sequence].Ids.AsSpan(Start, End - Start));
}
