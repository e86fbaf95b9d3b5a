using TextBrewer.Text.Reading;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Text.Features;

/// <summary>
/// The tokens that each word of a text became: what two tokenizers have in common. A token that reaches over several words is in each.
/// </summary>
internal static class WordSpans
{
    /// <summary>The words of a text, then those of its pair, as <see cref="WordSplitter"/> finds them.</summary>
    /// <param name="encoding">The tokens of text and pair.</param>
    /// <param name="text">The text.</param>
    /// <param name="pair">The second text; null: there is none.</param>
    /// <returns>The tokens of each word; none where the word was cut off.</returns>
    public static TokenSpan[] Of(Encoding encoding, string text, string? pair)
    {
        TokenSpan[] first = Of(encoding, 0, WordSplitter.Split(text));
        return pair is null ? first : [.. first, .. Of(encoding, 1, WordSplitter.Split(pair))];
    }

    /// <summary>The tokens of places in one of an encoding's texts, the places in ascending order.</summary>
    /// <param name="encoding">The tokens.</param>
    /// <param name="sequence">Which of its texts: 0 or 1.</param>
    /// <param name="places">Where each word stands, in UTF-16 units, end excluded.</param>
    public static TokenSpan[] Of(Encoding encoding, int sequence, IReadOnlyList<(int Start, int End)> places)
    {
        TokenSpan[] spans = new TokenSpan[places.Count];
        int word = 0;
        for (int token = 0; token < encoding.Ids.Length; token++)
        {
            (int start, int end) = encoding.Offsets[token];
            if (encoding.Sequence[token] != sequence || start == end) continue;
            while (word < places.Count && places[word].End <= start) word++;
            for (int reached = word; reached < places.Count && places[reached].Start < end; reached++)
                spans[reached] = spans[reached].With(new TokenSpan(token, token + 1));
        }
        return spans;
    }

    /// <summary>The tokens of words that somebody has cut.</summary>
    /// <param name="encoding">Their tokens.</param>
    /// <param name="words">How many words there are.</param>
    public static TokenSpan[] Of(WordEncoding encoding, int words)
    {
        TokenSpan[] spans = new TokenSpan[words];
        for (int token = 0; token < encoding.Ids.Length; token++)
            if (encoding.Words[token] >= 0)
                spans[encoding.Words[token]] = spans[encoding.Words[token]].With(new TokenSpan(token, token + 1));
        return spans;
    }
}
