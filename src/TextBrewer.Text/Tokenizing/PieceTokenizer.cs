using System.Collections.Concurrent;

namespace TextBrewer.Text.Tokenizing;

/// <summary>
/// What all kinds of tokenizers do alike, however they cut a text into pieces: special tokens, truncation, words one by one, windows.
/// </summary>
/// <param name="tokens">The vocabulary in the order of the ids.</param>
/// <param name="template">Where special tokens stand.</param>
internal abstract class PieceTokenizer(IReadOnlyList<string> tokens, SequenceTemplate template) : ITokenizer
{
    // Their buffers have grown to the length of texts: made anew for every text they would be most of the garbage.
    private readonly ConcurrentBag<PieceCutter> _cutters = [];

    /// <inheritdoc/>
    public IReadOnlyList<string> Tokens => tokens;

    /// <inheritdoc/>
    public abstract int PadId { get; }

    /// <inheritdoc/>
    public abstract int MaxLength { get; }

    /// <summary>The id that stands for what the vocabulary has no pieces for.</summary>
    protected abstract int UnknownId { get; }

    /// <inheritdoc/>
    public int SpecialTokens(bool pair) => template.SpecialTokens(pair);

    /// <inheritdoc/>
    public Encoding Encode(string text, string? pair = null, int? maxLength = null)
    {
        (List<Piece> first, List<Piece>? second, bool truncated) = Fitting(text, pair, maxLength);
        return Assemble(first, second, truncated);
    }

    /// <inheritdoc/>
    public (TokenSequence Input, bool Truncated) EncodeInput(string text, string? pair = null, int? maxLength = null)
    {
        (List<Piece> first, List<Piece>? second, bool truncated) = Fitting(text, pair, maxLength);
        int length = first.Count + (second?.Count ?? 0) + SpecialTokens(second is not null), at = 0;
        TokenSequence sequence = new(new int[length], new int[length]);
        foreach (TemplatePart part in second is null ? template.Single : template.Pair)
        {
            if (part.IsSpecial) Put(part.Id, part.Type);
            else foreach (Piece piece in part.Text == 0 ? first : second!) Put(piece.Id, part.Type);
        }
        return (sequence, truncated);

        void Put(int id, int type) => (sequence.Ids[at], sequence.TypeIds[at++]) = (id, type);
    }

    /// <summary>The pieces of both texts, as many as fit.</summary>
    private (List<Piece> First, List<Piece>? Second, bool Truncated) Fitting(string text, string? pair, int? maxLength)
    {
        List<Piece> first = Pieces(text);
        List<Piece>? second = pair is null ? null : Pieces(pair);
        int room = Room(maxLength ?? MaxLength, second is not null);
        bool truncated = first.Count + (second?.Count ?? 0) > room;
        if (truncated)
        {
            (int keepFirst, int keepSecond) = second is null ? (room, 0) : LongestFirst(first.Count, second.Count, room);
            first.RemoveRange(keepFirst, first.Count - keepFirst);
            second?.RemoveRange(keepSecond, second.Count - keepSecond);
        }
        return (first, second, truncated);
    }

    /// <inheritdoc/>
    public WordEncoding EncodeWords(IReadOnlyList<string> words, int maxLength)
    {
        int room = Room(maxLength, pair: false);
        PieceCutter cutter = Taken();
        List<Piece> pieces = [];
        List<int> from = [];
        for (int i = 0; i < words.Count && pieces.Count <= room; i++)
        {
            int before = pieces.Count;
            cutter.Cut(words[i], pieces);
            if (pieces.Count == before) pieces.Add(new Piece(UnknownId, 0, words[i].Length));
            while (from.Count < pieces.Count) from.Add(i);
        }
        _cutters.Add(cutter);
        bool truncated = pieces.Count > room;
        int count = Math.Min(pieces.Count, room);
        (int[] ids, int[] types) = WithSpecialTokens([.. pieces.Take(count).Select(piece => piece.Id)]);
        WordEncoding encoding = new(ids, types, new int[ids.Length], new bool[ids.Length], truncated);
        Array.Fill(encoding.Words, -1);
        int start = template.Single.TakeWhile(part => part.IsSpecial).Count();
        for (int i = 0; i < count; i++)
        {
            encoding.Words[start + i] = from[i];
            encoding.First[start + i] = i == 0 || from[i] != from[i - 1];
        }
        return encoding;
    }

    /// <inheritdoc/>
    public IReadOnlyList<Encoding> Windows(string text, string pair, int maxLength, int stride, int? maxText = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(stride);
        if (maxText is int most) ArgumentOutOfRangeException.ThrowIfNegative(most, nameof(maxText));
        List<Piece> first = Pieces(text), second = Pieces(pair);
        bool cut = first.Count > maxText;
        if (cut) first.RemoveRange(maxText!.Value, first.Count - maxText.Value);
        int room = maxLength - SpecialTokens(pair: true) - first.Count;
        if (second.Count <= room) return [Assemble(first, second, cut)];
        if (room <= stride)
            throw new InvalidDataException($"The text takes {first.Count} tokens, which leaves {Math.Max(0, room)} of {maxLength} for its "
                + $"pair: more than the {stride} that windows share are needed. Allow longer windows, a smaller stride or fewer tokens of "
                + "the text.");
        List<Encoding> windows = [];
        for (int start = 0; ; start += room - stride)
        {
            int count = Math.Min(room, second.Count - start);
            windows.Add(Assemble(first, second.GetRange(start, count), truncated: true));
            if (start + count == second.Count) return windows;
        }
    }

    /// <inheritdoc/>
    public TokenSequence WithSpecialTokens(IReadOnlyList<int> ids)
    {
        int length = ids.Count + SpecialTokens(pair: false), at = 0;
        TokenSequence sequence = new(new int[length], new int[length]);
        foreach (TemplatePart part in template.Single)
        {
            if (part.IsSpecial) Put(part.Id, part.Type);
            else foreach (int id in ids) Put(id, part.Type);
        }
        return sequence;

        void Put(int id, int type) => (sequence.Ids[at], sequence.TypeIds[at++]) = (id, type);
    }

    /// <inheritdoc/>
    public abstract void SaveTo(string folder);

    /// <summary>A cutter for one thread.</summary>
    protected abstract PieceCutter Cutter();

    private List<Piece> Pieces(string text)
    {
        List<Piece> pieces = new((text.Length / 4) + 4);
        PieceCutter cutter = Taken();
        cutter.Cut(text, pieces);
        _cutters.Add(cutter);
        return pieces;
    }

    /// <summary>A cutter that no other thread has; it is put back when it has cut.</summary>
    private PieceCutter Taken() => _cutters.TryTake(out PieceCutter? free) ? free : Cutter();

    /// <summary>How many tokens of the texts fit.</summary>
    private int Room(int maxLength, bool pair)
    {
        int room = maxLength - SpecialTokens(pair);
        ArgumentOutOfRangeException.ThrowIfNegative(room, nameof(maxLength));
        return room;
    }

    /// <summary>How many tokens of each remain when the longer one is cut first.</summary>
    private static (int First, int Second) LongestFirst(int first, int second, int room)
    {
        int shorter = Math.Min(first, second);
        int longer = shorter > room ? shorter : Math.Max(shorter, room - shorter);
        if (shorter + longer > room) (shorter, longer) = (room / 2, (room / 2) + (room % 2));
        return first > second ? (longer, shorter) : (shorter, longer);
    }

    private Encoding Assemble(List<Piece> first, List<Piece>? second, bool truncated)
    {
        int length = first.Count + (second?.Count ?? 0) + SpecialTokens(second is not null), at = 0;
        Encoding encoding = new(new int[length], new int[length], new (int, int)[length], new string[length], new int[length], truncated);
        foreach (TemplatePart part in second is null ? template.Single : template.Pair)
        {
            if (part.IsSpecial) Put(new Piece(part.Id, 0, 0), part);
            else foreach (Piece piece in part.Text == 0 ? first : second!) Put(piece, part);
        }
        return encoding;

        void Put(Piece piece, TemplatePart part)
        {
            encoding.Ids[at] = piece.Id;
            encoding.TypeIds[at] = part.Type;
            encoding.Offsets[at] = (piece.Start, piece.End);
            encoding.Tokens[at] = tokens[piece.Id];
            encoding.Sequence[at++] = part.Text;
        }
    }
}
