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
    public static Vocabulary Learn(IEnumerable<string> texts, int size, TokenizerOptions options)
    {
        List<(string[] Pieces, long Count)> words = [.. CountWords(texts, options).OrderBy(w => w.Key, StringComparer.Ordinal)
            .Select(w => (Letters(w.Key), w.Value))];
        List<string> tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
        tokens.AddRange(words.SelectMany(w => w.Pieces).Distinct().Order(StringComparer.Ordinal));
        while (tokens.Count < size && MostFrequentPair(words) is (string left, string right))
        {
            string merged = left + right[2..];
            tokens.Add(merged);
            for (int i = 0; i < words.Count; i++) words[i] = (Merge(words[i].Pieces, left, right, merged), words[i].Count);
        }
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

    private static (string, string)? MostFrequentPair(List<(string[] Pieces, long Count)> words)
    {
        Dictionary<(string, string), long> pairs = [];
        foreach ((string[] pieces, long count) in words)
        {
            foreach ((string, string) pair in pieces.Zip(pieces.Skip(1))) pairs[pair] = pairs.GetValueOrDefault(pair) + count;
        }
        if (pairs.Count == 0) return null;
        return pairs
            .OrderByDescending(pair => pair.Value)
            .ThenBy(pair => pair.Key.Item1, StringComparer.Ordinal)
            .ThenBy(pair => pair.Key.Item2, StringComparer.Ordinal)
            .First().Key;
    }

    private static string[] Merge(string[] pieces, string left, string right, string merged)
    {
        if (pieces.Length < 2) return pieces;
        List<string> result = new(pieces.Length);
        for (int i = 0; i < pieces.Length; i++)
        {
            bool pair = i + 1 < pieces.Length && pieces[i] == left && pieces[i + 1] == right;
            result.Add(pair ? merged : pieces[i]);
            if (pair) i++;
        }
        return result.Count == pieces.Length ? pieces : [.. result];
    }
}
