using System.Collections.Concurrent;
using TextBrewer.Text.Pieces;

namespace TextBrewer.Text.Tokenizing;

/// <summary>
/// What all kinds of tokenizers do alike, however they cut a text into pieces: special tokens, truncation, words one by one, windows.
/// </summary>
/// <param name="tokens">The vocabulary in the order of the ids.</param>
/// <param name="template">Where special tokens stand.</param>
/// <param name="trim">Takes spaces off the places of tokens; null: they belong to them.</param>
internal abstract class PieceTokenizer(IReadOnlyList<string> tokens, SequenceTemplate template, OffsetTrim? trim = null) : ITokenizer
{
    // Made anew for every text their buffers would be most of the garbage.
    private readonly ConcurrentBag<PieceCutter> _cutters = [];

    /// <inheritdoc/>
    public IReadOnlyList<string> Tokens => tokens;

    /// <inheritdoc/>
    public abstract int PadId { get; }

    /// <inheritdoc/>
    public abstract int MaxLength { get; }

    /// <inheritdoc/>
    public abstract int? MaskId { get; }

    /// <inheritdoc/>
    public abstract bool IsSpecial(int id);

    /// <inheritdoc/>
    public abstract bool ContinuesWord(int id);

    /// <inheritdoc/>
    public abstract int UnknownId { get; }

    /// <inheritdoc/>
    public int SpecialTokens(bool pair) => template.SpecialTokens(pair);

    /// <inheritdoc/>
    public Encoding Encode(string text, string? pair = null, int? maxLength = null, CancellationToken cancellationToken = default)
    {
        (List<Piece> first, List<Piece>? second, bool truncated) = Fitting(text, pair, maxLength, cancellationToken);
        return Assemble((text, first), (pair, second), truncated);
    }

    /// <inheritdoc/>
    public (TokenSequence Input, bool Truncated) EncodeInput(
        string text,
        string? pair = null,
        int? maxLength = null,
        CancellationToken cancellationToken = default)
    {
        (List<Piece> first, List<Piece>? second, bool truncated) = Fitting(text, pair, maxLength, cancellationToken);
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

    /// <inheritdoc/>
    public WordEncoding EncodeWords(IReadOnlyList<string> words, int maxLength, CancellationToken cancellationToken = default)
    {
        int room = Room(maxLength, pair: false);
        using CutterLoan loan = new(this);
        List<Piece> pieces = [];
        List<int> from = [];
        for (int i = 0; i < words.Count && pieces.Count <= room; i++)
        {
            int before = pieces.Count;
            loan.Cutter.Begin(words[i]);
            loan.Cutter.Read(pieces, room + 1, cancellationToken);
            if (pieces.Count == before) pieces.Add(new Piece(UnknownId, 0, words[i].Length));
            while (from.Count < pieces.Count) from.Add(i);
        }
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
    public IReadOnlyList<Encoding> Windows(
        string text,
        string pair,
        int maxLength,
        int stride,
        int? maxText = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(stride);
        if (maxText is int limit) ArgumentOutOfRangeException.ThrowIfNegative(limit, nameof(maxText));
        int allowed = maxText ?? int.MaxValue, most = Math.Min(allowed, Math.Max(0, maxLength)); // beyond them nothing else has room
        using CutterLoan loan = new(this);
        List<Piece> first = loan.Pieces(text, most, cancellationToken);
        bool cut = Kept(first, most);
        int room = maxLength - SpecialTokens(pair: true) - first.Count;
        List<Piece> second = loan.Pieces(pair, room > stride ? int.MaxValue : Math.Max(0, room), cancellationToken);
        if (second.Count <= room) return [Assemble((text, first), (pair, second), cut)];
        if (room <= stride)
        {
            string count = cut && most < allowed ? $"{first.Count} tokens and more" : $"{first.Count} tokens";
            throw new InvalidDataException($"The text takes {count}, which leaves {Math.Max(0, room)} of {maxLength} for its pair: more "
                + $"than the {stride} that windows share are needed. Allow longer windows, a smaller stride or fewer tokens of the text.");
        }
        List<Encoding> windows = [];
        for (int start = 0; ; start += room - stride)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(room, second.Count - start);
            windows.Add(Assemble((text, first), (pair, second.GetRange(start, count)), truncated: true));
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

    /// <summary>The pieces of both texts, as many as fit.</summary>
    private (List<Piece> First, List<Piece>? Second, bool Truncated) Fitting(
        string text,
        string? pair,
        int? maxLength,
        CancellationToken cancellationToken)
    {
        int room = Room(maxLength ?? MaxLength, pair is not null);
        using CutterLoan one = new(this);
        List<Piece> first = one.Pieces(text, room, cancellationToken);
        if (pair is null) return (first, null, Kept(first, room));

        using CutterLoan other = new(this);
        List<Piece> second = other.Pieces(pair, room, cancellationToken);
        if (first.Count + second.Count <= room) return (first, second, false);
        (int keepFirst, int keepSecond) = PairCut.LongestFirst(
            (one.Cutter, first.Count),
            (other.Cutter, second.Count),
            room,
            cancellationToken);
        Kept(first, keepFirst);
        Kept(second, keepSecond);
        return (first, second, true);
    }

    /// <summary>Cuts a list; true: there was more.</summary>
    private static bool Kept(List<Piece> pieces, int count)
    {
        if (pieces.Count <= count) return false;
        pieces.RemoveRange(count, pieces.Count - count);
        return true;
    }

    /// <summary>How many tokens of the texts fit.</summary>
    private int Room(int maxLength, bool pair)
    {
        int room = maxLength - SpecialTokens(pair);
        ArgumentOutOfRangeException.ThrowIfNegative(room, nameof(maxLength));
        return room;
    }

    private Encoding Assemble((string Text, List<Piece> Pieces) first, (string? Text, List<Piece>? Pieces) second, bool truncated)
    {
        bool isPair = second.Pieces is not null;
        int length = first.Pieces.Count + (second.Pieces?.Count ?? 0) + SpecialTokens(isPair), at = 0;
        Encoding encoding = new(new int[length], new int[length], new (int, int)[length], new string[length], new int[length], truncated);
        foreach (TemplatePart part in isPair ? template.Pair : template.Single)
        {
            if (part.IsSpecial) Put(part, part.Id, (0, 0), tokens[part.Id]);
            else if (part.Text == 0) PutAll(part, first.Text, first.Pieces);
            else PutAll(part, second.Text!, second.Pieces!);
        }
        return encoding;

        void PutAll(TemplatePart part, string text, List<Piece> pieces)
        {
            for (int i = 0; i < pieces.Count; i++)
            {
                Piece piece = pieces[i];
                string token = piece.Text ?? tokens[piece.Id];
                Put(part, piece.Id, trim?.Apply(piece, token, isFirst: i == 0, text) ?? (piece.Start, piece.End), token);
            }
        }

        void Put(TemplatePart part, int id, (int, int) place, string token)
        {
            encoding.Ids[at] = id;
            encoding.TypeIds[at] = part.Type;
            encoding.Offsets[at] = place;
            encoding.Tokens[at] = token;
            encoding.Sequence[at++] = part.Text;
        }
    }

    /// <summary>A cutter that no other thread has; at its end it forgets its text, and others may have it.</summary>
    private readonly ref struct CutterLoan(PieceTokenizer owner) : IDisposable
    {
        internal PieceCutter Cutter { get; } = owner._cutters.TryTake(out PieceCutter? free) ? free : owner.Cutter();

        /// <summary>So many of a text's pieces, and one more where there are more.</summary>
        internal List<Piece> Pieces(string text, int most, CancellationToken cancellationToken)
        {
            List<Piece> pieces = new(Math.Min(text.Length / 4, most) + 4);
            Cutter.Begin(text);
            Cutter.Read(pieces, most == int.MaxValue ? most : most + 1, cancellationToken);
            return pieces;
        }

        public void Dispose()
        {
            Cutter.Begin("");
            owner._cutters.Add(Cutter);
        }
    }
}
