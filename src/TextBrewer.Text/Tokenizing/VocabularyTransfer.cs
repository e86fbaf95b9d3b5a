namespace TextBrewer.Text.Tokenizing;

/// <summary>
/// The tokens of one vocabulary in those of another, so that embeddings can be carried over: a special token is the one of the same role,
/// another one the token with its text, beginning a word or going on with it as it does itself; where there is none, the pieces that the
/// other tokenizer cuts its text into.
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
        Dictionary<int, int> special = Special(from, to);
        Dictionary<string, int> starts = ByText(from, continues: false), goesOn = ByText(from, continues: true);
        return [.. to.Tokens.Select((token, id) => Pieces(token, id))];

        IReadOnlyList<int> Pieces(string token, int id)
        {
            if (special.TryGetValue(id, out int same)) return [same];
            if (to.IsSpecial(id)) return [];
            string text = WithoutMark(token);
            bool continues = to.ContinuesWord(id);
            if ((continues ? goesOn : starts).TryGetValue(text, out int alike)) return [alike];
            if (continues && LongestPieces(text, goesOn) is { } pieces) return pieces;
            // A word that begins stands behind a space; what begins a text is another token in byte-level vocabularies.
            return [.. from.EncodeInput(continues ? text : ' ' + text).Input.Ids.Where(piece => !from.IsSpecial(piece))];
        }
    }

    /// <summary>The tokens that begin a word, or go on with one, by their texts.</summary>
    private static Dictionary<string, int> ByText(ITokenizer tokenizer, bool continues)
    {
        Dictionary<string, int> ids = new(StringComparer.Ordinal);
        foreach ((int id, string token) in tokenizer.Tokens.Index())
            if (!tokenizer.IsSpecial(id) && tokenizer.ContinuesWord(id) == continues) ids.TryAdd(WithoutMark(token), id);
        return ids;
    }

    private static string WithoutMark(string token)
    {
        string? mark = s_marks.FirstOrDefault(one => token != one && token.StartsWith(one, StringComparison.Ordinal));
        return token[(mark?.Length ?? 0)..];
    }

    /// <summary>A text cut from its beginning into the longest pieces, as WordPiece does; null: they do not cover it.</summary>
    private static List<int>? LongestPieces(string text, Dictionary<string, int> pieces)
    {
        List<int> ids = [];
        for (int start = 0; start < text.Length;)
        {
            int length = text.Length - start;
            while (length > 0 && !pieces.ContainsKey(text.Substring(start, length))) length--;
            if (length == 0) return null;
            ids.Add(pieces[text.Substring(start, length)]);
            start += length;
        }
        return ids;
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
