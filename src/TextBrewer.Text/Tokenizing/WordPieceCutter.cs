using System.Text;

namespace TextBrewer.Text.Tokenizing;

/// <summary>Cuts words at white space and punctuation, and each into the longest pieces of the vocabulary (Wu et al. 2016).</summary>
/// <param name="vocabulary">The vocabulary.</param>
/// <param name="options">How text is made ready for it.</param>
internal sealed class WordPieceCutter(Vocabulary vocabulary, TokenizerOptions options) : PieceCutter
{
    // How many characters are read without a look at the caller: some microseconds.
    private const int Watched = 4096;
    private static readonly string[] SpecialTokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

    private readonly Normalizer _normalizer = new(options);
    private readonly WordBuffer _word = new();
    private string _text = "";
    private int _at;

    internal override void Begin(string text)
    {
        (_text, _at) = (text, 0);
        _word.Clear();
    }

    internal override void Read(List<Piece> pieces, int most, CancellationToken cancellationToken)
    {
        while (pieces.Count < most && _at < _text.Length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int pause = _text.Length - _at > Watched ? _at + Watched : _text.Length;
            while (pieces.Count < most && _at < pause) ReadCharacter(pieces);
        }
        if (pieces.Count < most) EndWord(pieces);
    }

    private void ReadCharacter(List<Piece> pieces)
    {
        int start = _at;
        char unit = _text[start];
        if (unit == '[' && SpecialToken(_text.AsSpan(start)) is { } special)
        {
            EndWord(pieces);
            _at += special.Length;
            pieces.Add(new Piece(vocabulary.Find(special)!.Value, start, _at));
        }
        else if (Normalizer.IsPlain(unit))
        {
            _at++;
            Add(_normalizer.OfPlain(unit), start, pieces);
        }
        else
        {
            Rune.DecodeFromUtf16(_text.AsSpan(start), out Rune rune, out int length); // half a surrogate pair is U+FFFD, which is dropped
            _at += length;
            foreach (Rune part in _normalizer.Of(rune)) Add(part, start, pieces);
        }
    }

    /// <summary>A special token written in a text stands for itself.</summary>
    private static string? SpecialToken(ReadOnlySpan<char> text)
    {
        foreach (string token in SpecialTokens) if (text.StartsWith(token, StringComparison.Ordinal)) return token;
        return null;
    }

    private void Add(Rune rune, int start, List<Piece> pieces)
    {
        bool isSpace = CharacterClass.IsWhiteSpace(rune);
        if (!isSpace && !CharacterClass.IsPunctuation(rune))
        {
            _word.Append(rune, start, _at);
            return;
        }
        EndWord(pieces);
        if (isSpace) return;
        _word.Append(rune, start, _at);
        EndWord(pieces);
    }

    private void EndWord(List<Piece> pieces)
    {
        if (_word.IsEmpty) return;
        int before = pieces.Count;
        if (_word.IsTooLong || !Cut(_word.Text, pieces))
        {
            pieces.RemoveRange(before, pieces.Count - before);
            pieces.Add(new Piece(vocabulary.UnknownId, _word.Place.Start, _word.Place.End));
        }
        _word.Clear();
    }

    private bool Cut(ReadOnlySpan<char> word, List<Piece> pieces)
    {
        Span<char> buffer = stackalloc char[(2 * WordBuffer.Longest) + 2];
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
            (int start, int end) = _word.PlaceOf(from, to);
            pieces.Add(new Piece(id.Value, start, end));
            from = to;
        }
        return true;
    }

    private int? Continuation(Span<char> buffer, ReadOnlySpan<char> piece)
    {
        piece.CopyTo(buffer[2..]);
        return vocabulary.Find(buffer[..(piece.Length + 2)]);
    }
}
