using System.Buffers;
using System.Text;

namespace TextBrewer.Text.Tokenizing;

/// <summary>Cuts words at white space and punctuation, and each into the longest pieces of the vocabulary (Wu et al. 2016).</summary>
/// <param name="vocabulary">The vocabulary.</param>
/// <param name="options">How text is made ready for it.</param>
internal sealed class WordPieceCutter(Vocabulary vocabulary, TokenizerOptions options) : PieceCutter
{
    private const int LongestWord = 100;
    private static readonly SearchValues<string> SpecialTokens = SearchValues.Create(
        ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"],
        StringComparison.Ordinal);

    private readonly NormalizedText _normalized = new(options);

    internal override void Cut(string text, List<Piece> pieces)
    {
        int at = 0;
        while (at < text.Length)
        {
            // Special tokens written in a text stand for themselves.
            int special = text.AsSpan(at).IndexOfAny(SpecialTokens);
            int end = special < 0 ? text.Length : at + special;
            _normalized.Read(text, at, end);
            Words(pieces);
            if (special < 0) break;
            int close = text.IndexOf(']', end) + 1;
            pieces.Add(new Piece(vocabulary.Find(text.AsSpan(end, close - end))!.Value, end, close));
            at = close;
        }
    }

    private void Words(List<Piece> pieces)
    {
        ReadOnlySpan<char> text = _normalized.Text;
        int start = -1;
        for (int at = 0; at < text.Length;)
        {
            Rune.DecodeFromUtf16(text[at..], out Rune rune, out int length);
            bool space = CharacterClass.IsWhiteSpace(rune);
            if (space || CharacterClass.IsPunctuation(rune))
            {
                if (start >= 0) Word(start, at, pieces);
                if (!space) Word(at, at + length, pieces);
                start = -1;
            }
            else if (start < 0) start = at;
            at += length;
        }
        if (start >= 0) Word(start, text.Length, pieces);
    }

    private void Word(int start, int end, List<Piece> pieces)
    {
        ReadOnlySpan<char> word = _normalized.Text[start..end];
        int before = pieces.Count;
        if (Characters(word) <= LongestWord && Cut(start, word, pieces)) return;
        pieces.RemoveRange(before, pieces.Count - before);
        pieces.Add(new Piece(vocabulary.UnknownId, _normalized.Start(start), _normalized.End(end - 1)));
    }

    private bool Cut(int start, ReadOnlySpan<char> word, List<Piece> pieces)
    {
        Span<char> buffer = stackalloc char[(2 * LongestWord) + 2];
        buffer[0] = buffer[1] = '#';
        for (int from = 0; from < word.Length;)
        {
            int to = word.Length;
            int? id = null;
            for (; to > from; to--)
            {
                id = from == 0 ? vocabulary.Find(word[..to]) : Continuation(buffer, word[from..to]);
                if (id is not null) break;
            }
            if (id is null) return false;
            pieces.Add(new Piece(id.Value, _normalized.Start(start + from), _normalized.End(start + to - 1)));
            from = to;
        }
        return true;
    }

    private int? Continuation(Span<char> buffer, ReadOnlySpan<char> piece)
    {
        piece.CopyTo(buffer[2..]);
        return vocabulary.Find(buffer[..(piece.Length + 2)]);
    }

    private static int Characters(ReadOnlySpan<char> word)
    {
        int count = 0;
        foreach (char unit in word) if (!char.IsLowSurrogate(unit)) count++;
        return count;
    }
}
