namespace TextBrewer.Text.Pieces;

/// <summary>Finds the most probable pieces of a word (Viterbi's algorithm), with a place in memory for each of its units.</summary>
/// <param name="trie">The vocabulary.</param>
/// <param name="scores">The logarithm of each token's probability.</param>
/// <param name="unknownId">What stands for characters that the vocabulary lacks; neighbours are one token.</param>
/// <param name="bytes">The tokens of bytes into which such characters fall; null: they don't.</param>
internal sealed class BestPath(Trie trie, double[] scores, int unknownId, ByteTokens? bytes) : WordCutter
{
    private const double Penalty = 10; // of an unknown character, beside the least probable token
    private const int Kept = 1 << 12;

    /// <summary>The best way to an end: its score, the last piece and where that begins; −1: there is no way yet.</summary>
    private record struct Way(double Score, int Id, int Start);

    private readonly double _unknownScore = scores.Min() - Penalty;
    private Way[] _ways = new Way[64];

    /// <inheritdoc/>
    internal override void Cut(ReadOnlySpan<char> word, List<Piece> pieces)
    {
        Walk(word);
        int before = pieces.Count;
        for (int end = word.Length, start; end > 0; end = start)
        {
            int id = _ways[end].Id;
            start = _ways[end].Start;
            while (id == unknownId && start > 0 && _ways[start].Id == unknownId) start = _ways[start].Start;
            if (id == unknownId) AddUnknown(word[start..end], start, pieces);
            else pieces.Add(new Piece(id, start, end));
        }
        pieces.Reverse(before, pieces.Count - before);
        if (_ways.Length > Kept) _ways = new Way[64];
    }

    private void Walk(ReadOnlySpan<char> word)
    {
        if (_ways.Length <= word.Length) _ways = new Way[Math.Max(2 * _ways.Length, word.Length + 1)];
        Array.Fill(_ways, new Way(0, 0, -1), 0, word.Length + 1);
        for (int start = 0, next; start < word.Length; start = next)
        {
            double score = _ways[start].Score;
            next = start + (char.IsHighSurrogate(word[start]) && start + 1 < word.Length ? 2 : 1);
            bool isKnown = false;
            for (int end = start, node = 0; end < word.Length && trie.Next(ref node, word[end], out int id);)
            {
                end++;
                if (id < 0) continue;
                Reach(end, new Way(score + scores[id], id, start));
                isKnown |= end == next;
            }
            if (!isKnown) Reach(next, new Way(score + _unknownScore, unknownId, start));
        }
    }

    private void Reach(int end, Way way)
    {
        if (_ways[end].Start < 0 || way.Score > _ways[end].Score) _ways[end] = way;
    }

    /// <summary>Adds what stands for unknown characters, the last first, as all pieces here.</summary>
    private void AddUnknown(ReadOnlySpan<char> text, int start, List<Piece> pieces)
    {
        if (bytes?.Of(text) is not { } ids) pieces.Add(new Piece(unknownId, start, start + text.Length, text.ToString()));
        else foreach (int id in ids.Reverse()) pieces.Add(new Piece(id, start, start + text.Length));
    }
}
