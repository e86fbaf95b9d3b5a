namespace TextBrewer.Text.Tokenizing;

/// <summary>
/// Merges the most frequent pair of neighbouring pieces of some words, one after the other; of pairs that are as frequent the first in
/// ordinal order. Only words that a merge changes are counted anew.
/// </summary>
internal sealed class PairMerges
{
    private readonly List<string[]> _words;
    private readonly List<long> _counts;
    private readonly int _minFrequency;
    private readonly Dictionary<(string Left, string Right), long> _pairs = [];
    private readonly Dictionary<(string Left, string Right), HashSet<int>> _places = [];

    // Holds a pair once for each count that it ever had; what it no longer has is passed over.
    private readonly PriorityQueue<(string Left, string Right), (long Count, string Left, string Right)> _queue = new(
        Comparer<(long Count, string Left, string Right)>.Create(Compare));

    /// <param name="words">Words, cut into pieces, and how often each stands.</param>
    /// <param name="minFrequency">How often a pair has to stand to be merged, at least once.</param>
    internal PairMerges(IReadOnlyList<(string[] Pieces, long Count)> words, int minFrequency)
    {
        (_words, _counts) = ([.. words.Select(word => word.Pieces)], [.. words.Select(word => word.Count)]);
        _minFrequency = minFrequency;
        HashSet<(string, string)> found = [];
        for (int word = 0; word < _words.Count; word++) Add(word, found);
        Enqueue(found);
    }

    /// <summary>Merges the most frequent pair everywhere, and gives the new piece; null: no pair is frequent enough.</summary>
    internal string? Next()
    {
        while (_queue.TryDequeue(out (string Left, string Right) pair, out (long Count, string, string) rank))
        {
            if (_pairs.GetValueOrDefault(pair) != rank.Count) continue;
            string merged = pair.Left + pair.Right[2..];
            HashSet<(string, string)> changed = [];
            foreach (int word in _places[pair].ToArray())
            {
                Remove(word, changed);
                _words[word] = Merge(_words[word], pair, merged);
                Add(word, changed);
            }
            Enqueue(changed);
            return merged;
        }
        return null;
    }

    private void Add(int word, HashSet<(string, string)> changed)
    {
        foreach ((string, string) pair in Pairs(word))
        {
            _pairs[pair] = _pairs.GetValueOrDefault(pair) + _counts[word];
            if (!_places.TryGetValue(pair, out HashSet<int>? places)) _places[pair] = places = [];
            places.Add(word);
            changed.Add(pair);
        }
    }

    private void Remove(int word, HashSet<(string, string)> changed)
    {
        foreach ((string, string) pair in Pairs(word))
        {
            _pairs[pair] -= _counts[word];
            _places[pair].Remove(word);
            changed.Add(pair);
        }
    }

    private IEnumerable<(string Left, string Right)> Pairs(int word) => _words[word].Zip(_words[word].Skip(1));

    private void Enqueue(HashSet<(string Left, string Right)> pairs)
    {
        foreach ((string Left, string Right) pair in pairs)
            if (_pairs[pair] is long count && count >= _minFrequency) _queue.Enqueue(pair, (count, pair.Left, pair.Right));
    }

    private static string[] Merge(string[] pieces, (string Left, string Right) pair, string merged)
    {
        List<string> result = new(pieces.Length);
        for (int i = 0; i < pieces.Length; i++)
        {
            bool isPair = i + 1 < pieces.Length && pieces[i] == pair.Left && pieces[i + 1] == pair.Right;
            result.Add(isPair ? merged : pieces[i]);
            if (isPair) i++;
        }
        return [.. result];
    }

    /// <summary>The most frequent first, then in ordinal order.</summary>
    private static int Compare((long Count, string Left, string Right) one, (long Count, string Left, string Right) other)
    {
        int byCount = other.Count.CompareTo(one.Count);
        if (byCount != 0) return byCount;
        int byLeft = string.CompareOrdinal(one.Left, other.Left);
        return byLeft != 0 ? byLeft : string.CompareOrdinal(one.Right, other.Right);
    }
}
