using System.Text.Json;

namespace TextBrewer.Text.Pieces;

/// <summary>The most probable pieces of a word, each with its own probability (Kudo 2018).</summary>
internal sealed class UnigramModel : PieceModel
{
    private readonly TokenTable _table;
    private readonly double[] _scores;
    private readonly int _unknownId;
    private readonly ByteTokens? _bytes;
    private readonly Trie _trie = new();

    /// <param name="table">The vocabulary.</param>
    /// <param name="scores">The logarithm of each token's probability.</param>
    /// <param name="unknownId">What stands for characters that the vocabulary lacks.</param>
    /// <param name="byteFallback">Whether such characters fall into tokens of their bytes.</param>
    internal UnigramModel(TokenTable table, double[] scores, int unknownId, bool byteFallback)
    {
        (_table, _scores, _unknownId) = (table, scores, unknownId);
        if (byteFallback) _bytes = new ByteTokens(token => table.Find(token));
        for (int id = 0; id < table.Tokens.Length; id++) if (table.Tokens[id].Length > 0) _trie.Add(table.Tokens[id], id);
    }

    /// <inheritdoc/>
    internal override IReadOnlyList<string> Tokens => _table.Tokens;

    /// <inheritdoc/>
    internal override int? UnknownId => _unknownId;

    /// <inheritdoc/>
    internal override int? Find(ReadOnlySpan<char> token) => _table.Find(token);

    /// <inheritdoc/>
    internal override bool ContinuesWord(string token) => WordMark.IsMissing(token, isOfBytes: false);

    /// <inheritdoc/>
    internal override void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "Unigram");
        json.WriteNumber("unk_id", _unknownId);
        json.WriteStartArray("vocab");
        foreach ((string token, double score) in _table.Tokens.Zip(_scores))
        {
            json.WriteStartArray();
            json.WriteStringValue(token);
            json.WriteNumberValue(score);
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteBoolean("byte_fallback", _bytes is not null);
        json.WriteEndObject();
    }

    /// <inheritdoc/>
    internal override WordCutter Cutter() => new WordCache(new BestPath(_trie, _scores, _unknownId, _bytes));
}
