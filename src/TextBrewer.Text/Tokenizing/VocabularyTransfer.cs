namespace TextBrewer.Text.Tokenizing;

/// <summary>
/// The tokens of one vocabulary in those of another, so that embeddings can be carried over: a token that both have is itself, a special
/// one that of the same role, another one the pieces that the other tokenizer cuts its text into.
/// </summary>
internal static class VocabularyTransfer
{
    // What stands before a token to say whether it begins a word: WordPiece's, SentencePiece's, byte-level BPE's.
    private static readonly string[] s_marks = ["##", "\u2581", "\u0120"];

    /// <summary>For each token of <paramref name="to"/> the ids of <paramref name="from"/>; none: it knows nothing of it.</summary>
    /// <param name="from">The tokenizer whose embeddings are there.</param>
    /// <param name="to">The tokenizer whose embeddings are sought.</param>
    public static IReadOnlyList<IReadOnlyList<int>> Of(ITokenizer from, ITokenizer to)
    {
        Dictionary<string, int> known = new(StringComparer.Ordinal);
        foreach ((int id, string token) in from.Tokens.Index()) known.TryAdd(token, id);
        Dictionary<int, int> special = Special(from, to);
        return [.. to.Tokens.Select((token, id) => Pieces(token, id))];

        IReadOnlyList<int> Pieces(string token, int id)
        {
            if (special.TryGetValue(id, out int same)) return [same];
            if (to.IsSpecial(id)) return [];
            if (known.TryGetValue(token, out int own)) return [own];
            string text = token;
            foreach (string mark in s_marks)
                if (text.Length > mark.Length && text.StartsWith(mark, StringComparison.Ordinal)) text = text[mark.Length..];
            return [.. from.EncodeInput(text).Input.Ids.Where(piece => !from.IsSpecial(piece))];
        }
    }

    private static Dictionary<int, int> Special(ITokenizer from, ITokenizer to)
    {
        Dictionary<int, int> same = new() { [to.PadId] = from.PadId, [to.UnknownId] = from.UnknownId };
        if (to.MaskId is int mask && from.MaskId is int its) same[mask] = its;
        int[] around = to.WithSpecialTokens([]).Ids, others = from.WithSpecialTokens([]).Ids;
        foreach ((int id, int other) in around.Zip(others)) same[id] = other;
        return same;
    }
}
