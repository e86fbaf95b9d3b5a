using System.Buffers;
using System.Text;

namespace TextBrewer.Text.Tokenizing;

/// <summary>
/// BERT's tokenizer: words by white space and punctuation, each cut into the longest pieces of the vocabulary (Wu et al. 2016).
/// </summary>
public sealed class WordPieceTokenizer
{
    private const int LongestWord = 100;
    private static readonly SearchValues<string> SpecialTokens = SearchValues.Create(
        ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"],
        StringComparison.Ordinal);

    private readonly Vocabulary _vocabulary;

    /// <summary>Makes a tokenizer; it may be used from many threads.</summary>
    public WordPieceTokenizer(Vocabulary vocabulary, TokenizerOptions options) => (_vocabulary, Options) = (vocabulary, options);

    /// <summary>The vocabulary.</summary>
    public Vocabulary Vocabulary => _vocabulary;

    /// <summary>How text is made ready.</summary>
    public TokenizerOptions Options { get; }

    /// <summary>
    /// Reads <c>vocab.txt</c> and, where there is one, <c>tokenizer_config.json</c> of a model folder; without a vocab.txt, its
    /// <c>tokenizer.json</c>.
    /// </summary>
    public static WordPieceTokenizer FromFolder(string folder)
    {
        string list = Path.Combine(folder, "vocab.txt"), whole = Path.Combine(folder, "tokenizer.json");
        TokenizerOptions options = TokenizerFile.Read(Path.Combine(folder, "tokenizer_config.json"));
        if (File.Exists(list) || !File.Exists(whole)) return new WordPieceTokenizer(Vocabulary.Load(list), options);
        (Vocabulary vocabulary, options) = TokenizerJson.Read(whole, options.MaxLength);
        return new WordPieceTokenizer(vocabulary, options);
    }

    /// <summary>Writes both files.</summary>
    public void SaveTo(string folder)
    {
        Directory.CreateDirectory(folder);
        _vocabulary.Save(Path.Combine(folder, "vocab.txt"));
        TokenizerFile.Write(Path.Combine(folder, "tokenizer_config.json"), Options);
    }

    /// <summary>Encodes a text or a pair: [CLS] text [SEP] pair [SEP]. What is too long is cut from the longer of the two.</summary>
    /// <param name="text">The text.</param>
    /// <param name="pair">The second text; null: none.</param>
    /// <param name="maxLength">The longest sequence, added tokens included; null: the tokenizer's.</param>
    public Encoding Encode(string text, string? pair = null, int? maxLength = null)
    {
        List<Piece> first = Pieces(text);
        List<Piece>? second = pair is null ? null : Pieces(pair);
        int room = (maxLength ?? Options.MaxLength) - (second is null ? 2 : 3);
        ArgumentOutOfRangeException.ThrowIfNegative(room, nameof(maxLength));
        bool truncated = first.Count + (second?.Count ?? 0) > room;
        if (truncated)
        {
            (int keepFirst, int keepSecond) = second is null ? (room, 0) : LongestFirst(first.Count, second.Count, room);
            first.RemoveRange(keepFirst, first.Count - keepFirst);
            second?.RemoveRange(keepSecond, second.Count - keepSecond);
        }
        return Assemble(first, second, truncated);
    }

    /// <summary>
    /// Encodes words that somebody has cut already: [CLS] words [SEP]. Every word that fits keeps at least one piece: [UNK], where cleaning
    /// leaves nothing of it.
    /// </summary>
    /// <param name="words">The words.</param>
    /// <param name="maxLength">The longest sequence, added tokens included.</param>
    public WordEncoding EncodeWords(IReadOnlyList<string> words, int maxLength)
    {
        int room = maxLength - 2;
        ArgumentOutOfRangeException.ThrowIfNegative(room, nameof(maxLength));
        NormalizedText normalized = new(Options);
        List<Piece> pieces = [];
        List<int> from = [];
        for (int i = 0; i < words.Count && pieces.Count <= room; i++)
        {
            int before = pieces.Count;
            Pieces(words[i], normalized, pieces);
            if (pieces.Count == before) pieces.Add(new Piece(_vocabulary.UnknownId, 0, words[i].Length));
            while (from.Count < pieces.Count) from.Add(i);
        }
        bool truncated = pieces.Count > room;
        int count = Math.Min(pieces.Count, room);
        WordEncoding encoding = new(new int[count + 2], new int[count + 2], new int[count + 2], new bool[count + 2], truncated);
        (encoding.Ids[0], encoding.Words[0]) = (_vocabulary.ClsId, -1);
        for (int i = 0; i < count; i++)
        {
            encoding.Ids[i + 1] = pieces[i].Id;
            encoding.Words[i + 1] = from[i];
            encoding.First[i + 1] = i == 0 || from[i] != from[i - 1];
        }
        (encoding.Ids[count + 1], encoding.Words[count + 1]) = (_vocabulary.SepId, -1);
        return encoding;
    }

    /// <summary>
    /// Encodes a text with a long pair as windows: [CLS] text [SEP] part of the pair [SEP], for a question and its passage. A window is
    /// marked as truncated where it lacks something of either.
    /// </summary>
    /// <param name="text">The text, in every window.</param>
    /// <param name="pair">What the windows cut.</param>
    /// <param name="maxLength">The longest window, added tokens included.</param>
    /// <param name="stride">How many tokens of the pair neighbouring windows share.</param>
    /// <param name="maxText">How many tokens the text may have; what is more is cut off. Null: all.</param>
    /// <exception cref="InvalidDataException">The text leaves no room for the pair.</exception>
    public IReadOnlyList<Encoding> Windows(string text, string pair, int maxLength, int stride, int? maxText = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(stride);
        if (maxText is int most) ArgumentOutOfRangeException.ThrowIfNegative(most, nameof(maxText));
        List<Piece> first = Pieces(text), second = Pieces(pair);
        bool cut = first.Count > maxText;
        if (cut) first.RemoveRange(maxText!.Value, first.Count - maxText.Value);
        int room = maxLength - 3 - first.Count;
        if (second.Count <= room) return [Assemble(first, second, cut)];
        if (room <= stride)
        {
            throw new InvalidDataException($"The text takes {first.Count} tokens, which leaves {Math.Max(0, room)} of {maxLength} for its "
                + "pair: "
                + $"more than the {stride} that windows share are needed. Allow longer windows, a smaller stride or fewer tokens of the "
                    + "text.");
        }
        List<Encoding> windows = [];
        for (int start = 0; ; start += room - stride)
        {
            int count = Math.Min(room, second.Count - start);
            windows.Add(Assemble(first, second.GetRange(start, count), truncated: true));
            if (start + count == second.Count) return windows;
        }
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
        int length = first.Count + (second is null ? 2 : second.Count + 3);
        Encoding encoding = new(new int[length], new int[length], new (int, int)[length], new string[length], new int[length], truncated);
        int at = 0;
        Put(new Piece(_vocabulary.ClsId, 0, 0), 0, -1);
        foreach (Piece piece in first) Put(piece, 0, 0);
        Put(new Piece(_vocabulary.SepId, 0, 0), 0, -1);
        if (second is null) return encoding;
        foreach (Piece piece in second) Put(piece, 1, 1);
        Put(new Piece(_vocabulary.SepId, 0, 0), 1, -1);
        return encoding;

        void Put(Piece piece, int type, int sequence)
        {
            encoding.Ids[at] = piece.Id;
            encoding.TypeIds[at] = type;
            encoding.Offsets[at] = (piece.Start, piece.End);
            encoding.Tokens[at] = _vocabulary.Tokens[piece.Id];
            encoding.Sequence[at++] = sequence;
        }
    }

    private List<Piece> Pieces(string text)
    {
        List<Piece> pieces = new((text.Length / 4) + 4);
        Pieces(text, new NormalizedText(Options), pieces);
        return pieces;
    }

    private void Pieces(string text, NormalizedText normalized, List<Piece> pieces)
    {
        int at = 0;
        while (at < text.Length)
        {
            // Special tokens written in a text stand for themselves.
            int special = text.AsSpan(at).IndexOfAny(SpecialTokens);
            int end = special < 0 ? text.Length : at + special;
            normalized.Read(text, at, end);
            Words(normalized, pieces);
            if (special < 0) break;
            int close = text.IndexOf(']', end) + 1;
            pieces.Add(new Piece(_vocabulary.Find(text.AsSpan(end, close - end))!.Value, end, close));
            at = close;
        }
    }

    private void Words(NormalizedText normalized, List<Piece> pieces)
    {
        string text = normalized.Text;
        int start = -1;
        for (int at = 0; at < text.Length;)
        {
            Rune.DecodeFromUtf16(text.AsSpan(at), out Rune rune, out int length);
            bool space = CharacterClass.IsWhiteSpace(rune);
            if (space || CharacterClass.IsPunctuation(rune))
            {
                if (start >= 0) Word(normalized, start, at, pieces);
                if (!space) Word(normalized, at, at + length, pieces);
                start = -1;
            }
            else if (start < 0) start = at;
            at += length;
        }
        if (start >= 0) Word(normalized, start, text.Length, pieces);
    }

    private void Word(NormalizedText normalized, int start, int end, List<Piece> pieces)
    {
        ReadOnlySpan<char> word = normalized.Text.AsSpan(start, end - start);
        int before = pieces.Count;
        if (Characters(word) <= LongestWord && Cut(normalized, start, word, pieces)) return;
        pieces.RemoveRange(before, pieces.Count - before);
        pieces.Add(new Piece(_vocabulary.UnknownId, normalized.Start(start), normalized.End(end - 1)));
    }

    private bool Cut(NormalizedText normalized, int start, ReadOnlySpan<char> word, List<Piece> pieces)
    {
        Span<char> buffer = stackalloc char[(2 * LongestWord) + 2];
        buffer[0] = buffer[1] = '#';
        for (int from = 0; from < word.Length;)
        {
            int to = word.Length;
            int? id = null;
            for (; to > from; to--)
            {
                id = from == 0 ? _vocabulary.Find(word[..to]) : Continuation(buffer, word[from..to]);
                if (id is not null) break;
            }
            if (id is null) return false;
            pieces.Add(new Piece(id.Value, normalized.Start(start + from), normalized.End(start + to - 1)));
            from = to;
        }
        return true;
    }

    private int? Continuation(Span<char> buffer, ReadOnlySpan<char> piece)
    {
        piece.CopyTo(buffer[2..]);
        return _vocabulary.Find(buffer[..(piece.Length + 2)]);
    }

    private static int Characters(ReadOnlySpan<char> word)
    {
        int count = 0;
        foreach (char unit in word) if (!char.IsLowSurrogate(unit)) count++;
        return count;
    }
}
