using System.Text;
using TextBrewer.Text.Characters;
using TextBrewer.Text.Normalizing;

namespace TextBrewer.Text.Tokenizing;

/// <summary>
/// Learns a WordPiece vocabulary by merging the most frequent pair of pieces again and again (Sennrich et al. 2016), deterministically.
/// </summary>
public static class VocabularyLearner
{
    /// <summary>Learns a vocabulary.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="size">How many tokens at most; all single characters are kept even so.</param>
    /// <param name="options">How text is made ready, as the tokenizer will do it.</param>
    /// <param name="minFrequency">How often a pair has to stand in the texts to become a piece.</param>
    public static Vocabulary Learn(IEnumerable<string> texts, int size, TokenizerOptions options, int minFrequency = 1)
    {
        List<(string[] Pieces, long Count)> words = [.. CountWords(texts, options).OrderBy(w => w.Key, StringComparer.Ordinal)
            .Select(w => (Letters(w.Key), w.Value))];
        List<string> tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
        tokens.AddRange(words.SelectMany(w => w.Pieces).Distinct().Order(StringComparer.Ordinal));
        PairMerges merges = new(words, minFrequency);
        while (tokens.Count < size && merges.Next() is { } merged) tokens.Add(merged);
        return new Vocabulary([.. tokens.Distinct()]);
    }

    private static Dictionary<string, long> CountWords(IEnumerable<string> texts, TokenizerOptions options)
    {
        Dictionary<string, long> counts = new(StringComparer.Ordinal);
        BertCharacters normalizer = new(options.Lowercase, options.StripAccents ?? options.Lowercase, options.SplitChinese);
        foreach (string text in texts)
        {
            StringBuilder word = new();
            foreach (Rune original in text.EnumerateRunes())
                foreach (Rune rune in normalizer.Of(original)) Add(rune, word);
            Finish(word);
        }
        return counts;

        void Add(Rune rune, StringBuilder word)
        {
            bool punctuation = CharacterClass.IsPunctuation(rune);
            if (CharacterClass.IsWhiteSpace(rune) || punctuation) Finish(word);
            if (punctuation) counts[rune.ToString()] = counts.GetValueOrDefault(rune.ToString()) + 1;
            else if (!CharacterClass.IsWhiteSpace(rune)) word.Append(rune);
        }

        void Finish(StringBuilder word)
        {
            if (word.Length == 0) return;
            counts[word.ToString()] = counts.GetValueOrDefault(word.ToString()) + 1;
            word.Clear();
        }
    }

    private static string[] Letters(string word) => [.. word.EnumerateRunes().Select((rune, i) => i == 0 ? rune.ToString() : "##" + rune)];
}
