using System.Text.Json;

namespace TextBrewer.Text.Pieces;

/// <summary>Byte-pair encoding: neighbours are merged, the pair that was learned first before all others (Sennrich et al. 2016).</summary>
internal sealed class BytePairModel : PieceModel
{
    private readonly TokenTable _table;
    private readonly BytePairSettings _settings;
    private readonly ByteTokens? _bytes;
    private readonly Dictionary<long, (int Rank, int Id)> _merges;

    /// <param name="table">The vocabulary.</param>
    /// <param name="merges">The pairs in the order in which they were learned.</param>
    /// <param name="settings">What else the file says.</param>
    /// <exception cref="FormatException">A merge is of tokens, or makes a token, that the vocabulary lacks.</exception>
    internal BytePairModel(TokenTable table, IEnumerable<(string Left, string Right)> merges, BytePairSettings settings)
    {
        (_table, _settings) = (table, settings);
        if (settings.ByteFallback) _bytes = new ByteTokens(token => table.Find(token));
        _merges = [];
        foreach ((string left, string right) in merges)
        {
            string tail = settings.ContinuingPrefix.Length > 0 && right.StartsWith(settings.ContinuingPrefix, StringComparison.Ordinal)
                ? right[settings.ContinuingPrefix.Length..]
                : right;
            _merges[Key(Known(left), Known(right))] = (_merges.Count, Known(left + tail));

            int Known(string token) => table.Find(token) ?? throw new FormatException(
                $"the merge of '{left}' and '{right}' needs the token '{token}', which the vocabulary lacks");
        }
    }

    /// <inheritdoc/>
    internal override IReadOnlyList<string> Tokens => _table.Tokens;

    /// <inheritdoc/>
    internal override int? UnknownId => _settings.UnknownId;

    /// <inheritdoc/>
    internal override int? Find(ReadOnlySpan<char> token) => _table.Find(token);

    /// <inheritdoc/>
    internal override bool ContinuesWord(string token) => _settings.ContinuingPrefix.Length > 0
        ? token.StartsWith(_settings.ContinuingPrefix, StringComparison.Ordinal)
        : WordMark.IsMissing(token, _settings.IsOfBytes);

    /// <inheritdoc/>
    internal override void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "BPE");
        json.WriteNull("dropout");
        json.WriteString("unk_token", _settings.UnknownId is int unknown ? _table.Tokens[unknown] : null);
        json.WriteString("continuing_subword_prefix", Some(_settings.ContinuingPrefix));
        json.WriteString("end_of_word_suffix", Some(_settings.EndSuffix));
        json.WriteBoolean("fuse_unk", _settings.FusesUnknown);
        json.WriteBoolean("byte_fallback", _settings.ByteFallback);
        json.WriteBoolean("ignore_merges", _settings.IgnoresMerges);
        _table.Write(json, "vocab");
        json.WriteStartArray("merges");
        foreach (long pair in _merges.OrderBy(merge => merge.Value.Rank).Select(merge => merge.Key))
        {
            json.WriteStartArray();
            json.WriteStringValue(_table.Tokens[(int)(pair >> 32)]);
            json.WriteStringValue(_table.Tokens[(int)pair]);
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteEndObject();

        static string? Some(string text) => text.Length > 0 ? text : null;
    }

    /// <inheritdoc/>
    internal override WordCutter Cutter() => new WordCache(new PairMerger(_table, _settings, _bytes, _merges));

    internal static long Key(int left, int right) => ((long)left << 32) | (uint)right;
}
