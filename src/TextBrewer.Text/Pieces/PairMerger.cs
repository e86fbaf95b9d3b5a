namespace TextBrewer.Text.Pieces;

/// <summary>
/// Merges the characters of a word pair by pair. Pairs wait in a queue by their rank, so that a word of a million characters takes no more
/// than a million times the logarithm of that.
/// </summary>
internal sealed class PairMerger(
    TokenTable table,
    BytePairSettings settings,
    ByteTokens? bytes,
    Dictionary<long, (int Rank, int Id)> merges) : WordCutter
{
    private const int Kept = 1 << 12;

    /// <summary>A token on its way, with its neighbours; −1: there is none. Without an id it was merged into the one before it.</summary>
    private record struct Symbol(int Id, int Start, int End, int Before, int Behind);

    private PriorityQueue<(int Place, int Id), long> _waiting = new();
    private List<Symbol> _symbols = [];

    /// <inheritdoc/>
    internal override void Cut(ReadOnlySpan<char> word, List<Piece> pieces)
    {
        if (settings.IgnoresMerges && table.Find(word) is int whole)
        {
            pieces.Add(new Piece(whole, 0, word.Length));
            return;
        }
        Begin(word);
        for (int i = 0; i + 1 < _symbols.Count; i++) Wait(i);
        while (_waiting.TryDequeue(out (int Place, int Id) pair, out _)) Merge(pair.Place, pair.Id);
        for (int at = 0; at >= 0 && at < _symbols.Count; at = _symbols[at].Behind)
            pieces.Add(new Piece(_symbols[at].Id, _symbols[at].Start, _symbols[at].End));
        if (_symbols.Count > Kept) (_symbols, _waiting) = ([], new());
        _symbols.Clear();
    }

    /// <summary>Begins with the tokens of single characters.</summary>
    private void Begin(ReadOnlySpan<char> word)
    {
        bool wasUnknown = false;
        _symbols.EnsureCapacity(word.Length);
        _waiting.EnsureCapacity(word.Length);
        for (int start = 0, end; start < word.Length; start = end)
        {
            end = start + (char.IsHighSurrogate(word[start]) && start + 1 < word.Length ? 2 : 1);
            ReadOnlySpan<char> character = word[start..end];
            if (Find(character, start == 0, end == word.Length) is int id) Add(id, start, end);
            else if (bytes?.Of(character) is { } fallen) foreach (int one in fallen) Add(one, start, end);
            else if (settings.UnknownId is int unknown)
            {
                if (wasUnknown && settings.FusesUnknown) _symbols[^1] = _symbols[^1] with { End = end };
                else Add(unknown, start, end);
                wasUnknown = true;
                continue;
            }
            wasUnknown = false;
        }
        if (_symbols.Count > 0) _symbols[^1] = _symbols[^1] with { Behind = -1 };
    }

    private int? Find(ReadOnlySpan<char> character, bool isFirst, bool isLast)
    {
        bool hasPrefix = !isFirst && settings.ContinuingPrefix.Length > 0, hasSuffix = isLast && settings.EndSuffix.Length > 0;
        if (!hasPrefix && !hasSuffix) return table.Find(character);
        return table.Find($"{(hasPrefix ? settings.ContinuingPrefix : "")}{character}{(hasSuffix ? settings.EndSuffix : "")}");
    }

    private void Add(int id, int start, int end) => _symbols.Add(new Symbol(id, start, end, _symbols.Count - 1, _symbols.Count + 1));

    /// <summary>Lets a token and the one behind it wait, if they are a pair.</summary>
    private void Wait(int place)
    {
        int behind = _symbols[place].Behind;
        if (behind < 0) return;
        long pair = BytePairModel.Key(_symbols[place].Id, _symbols[behind].Id);
        if (merges.TryGetValue(pair, out (int Rank, int Id) merge))
            _waiting.Enqueue((place, merge.Id), ((long)merge.Rank << 32) | (uint)place);
    }

    private void Merge(int place, int merged)
    {
        Symbol left = _symbols[place];
        if (left.Id < 0 || left.Behind < 0) return;
        Symbol right = _symbols[left.Behind];
        // One of the two may have been merged with another meanwhile.
        if (!merges.TryGetValue(BytePairModel.Key(left.Id, right.Id), out (int Rank, int Id) merge) || merge.Id != merged) return;
        _symbols[left.Behind] = right with { Id = -1 };
        _symbols[place] = left with { Id = merged, End = right.End, Behind = right.Behind };
        if (right.Behind >= 0) _symbols[right.Behind] = _symbols[right.Behind] with { Before = place };
        if (left.Before >= 0) Wait(left.Before);
        Wait(place);
    }
}
